package io.ottla.http;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;

/**
 * The body of every refusal, {@code {"error_code": 404, "message": "..."}}, as the REST proxy, the registry and Connect all
 * write it. The message is for the client: never an exception's text, never a stack trace.
 */
public final class JsonError {
    private JsonError() {}

    /** A refusal whose code is the HTTP status itself. */
    public static HttpResponse response(StatusCode status, String message) {
        return response(status, status.intValue(), message);
    }

    /**
     * A refusal with a finer code than the status.
     *
     * @param errorCode three digits (the status) or five, of which the first three are usually the status
     */
    public static HttpResponse response(StatusCode status, int errorCode, String message) {
        return HttpResponse.create().withStatus(status).withEntity(body(errorCode, message));
    }

    static HttpEntity.Strict body(int errorCode, String message) {
        return JsonBody.object(json -> {
            json.writeNumberField("error_code", errorCode);
            json.writeStringField("message", message);
        });
    }
}
