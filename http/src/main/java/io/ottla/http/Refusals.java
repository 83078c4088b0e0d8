package io.ottla.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MalformedRequestContentRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.server.ValidationRejection;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.http.scaladsl.model.IllegalRequestException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told when no route answers it or one fails: always {@link JsonError}'s body. What went wrong inside goes
 * to the log and not to the client.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final HttpResponse UNREADABLE =
            JsonError.response(StatusCodes.BAD_REQUEST, "The request body cannot be read");

    private Refusals() {}

    /** Unknown path (404), wrong method (405 with Allow), unusable type (415, 406), and every other rejection of a route. */
    static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleNotFound(complete(JsonError.response(StatusCodes.NOT_FOUND, "HTTP 404 Not Found")))
                .handle(MalformedRequestContentRejection.class, Refusals::malformed)
                .handle(ValidationRejection.class, Refusals::invalid)
                .build()
                .withFallback(RejectionHandler.defaultHandler().mapRejectionResponse(Refusals::asJson));
    }

    /** A body beyond the limit (413), a request that turned out to be illegal (4xx), a defect of ours (500). */
    static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(EntityStreamSizeException.class, Refusals::tooLarge)
                .match(
                        IllegalRequestException.class,
                        illegal -> complete(JsonError.response(
                                illegal.status(), illegal.info().summary())))
                .matchAny(failure -> extractRequest(request -> failed(request, failure)))
                .build();
    }

    /** A body that a route could not read. Akka's own message would quote the exception. */
    private static Route malformed(MalformedRequestContentRejection rejection) {
        return rejection.getCause() instanceof EntityStreamSizeException excess
                ? tooLarge(excess)
                : complete(UNREADABLE);
    }

    /** A route's own words about a request, or an exception's, which stay here. */
    private static Route invalid(ValidationRejection rejection) {
        return complete(
                rejection.getCause().isPresent()
                        ? UNREADABLE
                        : JsonError.response(StatusCodes.BAD_REQUEST, rejection.message()));
    }

    private static Route tooLarge(EntityStreamSizeException excess) {
        return complete(JsonError.response(
                StatusCodes.CONTENT_TOO_LARGE, "The request body is longer than " + excess.limit() + " bytes"));
    }

    private static Route failed(HttpRequest request, Throwable failure) {
        LOG.atError()
                .setCause(failure)
                .addKeyValue("method", request.method().value())
                .addKeyValue("path", request.getUri().path())
                .log("An HTTP request failed; the client was answered with 500");
        return complete(JsonError.response(StatusCodes.INTERNAL_SERVER_ERROR, "HTTP 500 Internal Server Error"));
    }

    private static HttpResponse asJson(HttpResponse response) {
        String message = response.entity() instanceof HttpEntity.Strict text
                ? text.getData().decodeString(StandardCharsets.UTF_8)
                : response.status().reason();
        return response.withEntity(JsonError.body(response.status().intValue(), message));
    }
}
