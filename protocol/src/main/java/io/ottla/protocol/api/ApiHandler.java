package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Answers one Kafka API: translates a request into commands, and their answers into a response. What it decides about the
 * cluster belongs in {@code actors}.
 *
 * <p>{@link #handle} is called on the connection's event loop, in the order of the connection's requests, and must not
 * block; it replies exactly once, from any thread and in any order (the connection restores the order). An exception that it
 * throws becomes UNKNOWN_SERVER_ERROR.
 *
 * @param <Q> the request
 * @param <S> the response
 */
public interface ApiHandler<Q extends ApiMessage, S extends ApiMessage> {
    /** The API and its versions: the only place where they are written. */
    ApiVersionRange versions();

    /** Handles one request. */
    void handle(RequestContext context, Q request, Reply<S> reply);
}
