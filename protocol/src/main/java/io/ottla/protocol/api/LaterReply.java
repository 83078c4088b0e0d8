package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request when a stage completes, whichever way it does: a request is never left without its reply. */
final class LaterReply {
    private static final Logger LOG = LoggerFactory.getLogger(LaterReply.class);

    private LaterReply() {}

    /**
     * Replies once the stage has completed.
     *
     * @param answered makes the response of the stage's value
     * @param failed makes the response of the error that a failed stage, or a failure to make the response, stands for:
     *     REQUEST_TIMED_OUT when no controller answered (the change may have happened or not), else UNKNOWN_SERVER_ERROR
     */
    static <T, S> void send(
            ApiKeys api,
            CompletionStage<T> stage,
            Function<T, S> answered,
            Function<Errors, S> failed,
            Reply<S> reply) {
        stage.thenApply(answered)
                .exceptionally(failure -> failed.apply(errorOf(api, failure)))
                .thenAccept(reply::complete);
    }

    /** The error code for what a stage failed with; what is not a timeout is logged. */
    static Errors errorOf(ApiKeys api, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Errors.REQUEST_TIMED_OUT;
        }
        LOG.error("request failed apiKey={}", api, cause);
        return Errors.UNKNOWN_SERVER_ERROR;
    }
}
