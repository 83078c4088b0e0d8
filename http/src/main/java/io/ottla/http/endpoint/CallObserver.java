package io.ottla.http.endpoint;

/** Told of every call that an endpoint answered. */
@FunctionalInterface
public interface CallObserver {
    /**
     * A call was answered; a streamed answer has begun.
     *
     * @param endpoint who answered
     * @param status the HTTP status
     * @param nanos from the request's head to the answer's head
     */
    void answered(Endpoint endpoint, int status, long nanos);
}
