package io.ottla.protocol.api;

import io.ottla.actors.access.Caller;

/**
 * What a handler knows of a request besides its body.
 *
 * @param version the API version of the request
 * @param clientId the client's name for itself, empty if it gave none
 * @param caller who asks
 * @param connection the connection it came in by
 * @param buffer the memory it was read into
 */
public record RequestContext(
        short version, String clientId, Caller caller, ClientConnection connection, RequestBuffer buffer) {
    /** The context of a request whose body refers to no buffer. */
    public RequestContext(short version, String clientId, Caller caller, ClientConnection connection) {
        this(version, clientId, caller, connection, RequestBuffer.NONE);
    }
}
