package io.ottla.http.endpoint;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import io.ottla.http.JsonError;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Ends a request with an error body. It carries no stack trace, because it tells what a client did and not where we are, and
 * may be thrown anywhere below a {@link Handler} or fail its stage.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    private Refusal(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A refusal whose code is the HTTP status itself. */
    public static Refusal of(int status, String message) {
        return new Refusal(status, status, message);
    }

    /** A refusal with a five-digit code, of which the first three digits are the HTTP status. */
    public static Refusal coded(int code, String message) {
        return new Refusal(code / 100, code, message);
    }

    /** A refusal with a code that does not follow from the status. */
    public static Refusal coded(int status, int code, String message) {
        return new Refusal(status, code, message);
    }

    /** The answer to a call that failed; what is not a refusal is thrown on, for the front to log and to answer. */
    static HttpResponse answer(Throwable failure, Function<Refusal, HttpResponse> answer) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Refusal refusal) {
            return answer.apply(refusal);
        }
        throw cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The {@code error_code} of the body. */
    public int code() {
        return code;
    }

    /** Whether this server is at fault, or one that it asks, and not what was asked for. */
    public boolean isFailure() {
        return status >= 500;
    }

    /** What the client is told. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The answer with the error body. */
    public HttpResponse response() {
        return JsonError.response(StatusCodes.get(status), code, reason());
    }

    /** The same answer as another type of JSON. */
    HttpResponse response(ContentType type) {
        HttpResponse plain = response();
        return plain.entity() instanceof HttpEntity.Strict body
                ? plain.withEntity(HttpEntities.create(type, body.getData()))
                : plain;
    }
}
