package io.ottla.http.endpoint;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One method of one path: who answers it, and how it is described.
 *
 * @param method the HTTP method
 * @param path the path, with named parts
 * @param handler answers the calls
 * @param summary one line for the description
 * @param request the name of the request body's schema, if there is a body
 * @param status the HTTP status of success
 * @param answer the name of the answer's schema, if there is one
 * @param query the names of the parameters of its query
 */
public record Endpoint(
        HttpMethod method,
        PathTemplate path,
        Handler handler,
        String summary,
        Optional<String> request,
        int status,
        Optional<String> answer,
        List<String> query) {

    private static Endpoint of(HttpMethod method, String path, String summary, Handler handler) {
        return new Endpoint(
                method, PathTemplate.of(path), handler, summary, Optional.empty(), 200, Optional.empty(), List.of());
    }

    /** An endpoint that reads. */
    public static Endpoint get(String path, String summary, Handler handler) {
        return of(HttpMethods.GET, path, summary, handler);
    }

    /** An endpoint that creates or acts. */
    public static Endpoint post(String path, String summary, Handler handler) {
        return of(HttpMethods.POST, path, summary, handler);
    }

    /** An endpoint that replaces. */
    public static Endpoint put(String path, String summary, Handler handler) {
        return of(HttpMethods.PUT, path, summary, handler);
    }

    /** An endpoint that changes a part. */
    public static Endpoint patch(String path, String summary, Handler handler) {
        return of(HttpMethods.PATCH, path, summary, handler);
    }

    /** An endpoint that removes. */
    public static Endpoint delete(String path, String summary, Handler handler) {
        return of(HttpMethods.DELETE, path, summary, handler);
    }

    /** The same, taking a body of this schema. */
    public Endpoint taking(String schema) {
        return new Endpoint(method, path, handler, summary, Optional.of(schema), status, answer, query);
    }

    /** The same, answering success with a body of this schema. */
    public Endpoint answering(String schema) {
        return new Endpoint(method, path, handler, summary, request, status, Optional.of(schema), query);
    }

    /** The same, answering success with this status. */
    public Endpoint with(int successStatus) {
        return new Endpoint(method, path, handler, summary, request, successStatus, answer, query);
    }

    /** The same, with these parameters of the query. */
    public Endpoint asking(String... parameters) {
        return new Endpoint(method, path, handler, summary, request, status, answer, List.of(parameters));
    }

    /** The same below another path. */
    public Endpoint below(String prefix) {
        return new Endpoint(
                method, PathTemplate.of(prefix + path.text()), handler, summary, request, status, answer, query);
    }

    /** The same, answered by another handler. */
    public Endpoint answeredBy(Handler other) {
        return new Endpoint(method, path, other, summary, request, status, answer, query);
    }

    /** The same, whose refusals are of the type that the function finds for a call, where they would be plain JSON. */
    public Endpoint refusingAs(Function<Call, ContentType> type) {
        return answeredBy(call -> {
            Function<Refusal, HttpResponse> told = refusal -> refusal.response(type.apply(call));
            try {
                return handler.handle(call).exceptionally(failure -> Refusal.answer(failure, told));
            } catch (Refusal refusal) {
                return CompletableFuture.completedFuture(told.apply(refusal));
            }
        });
    }
}
