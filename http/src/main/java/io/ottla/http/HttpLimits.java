package io.ottla.http;

import java.time.Duration;

/**
 * What one client may cost the server.
 *
 * @param entityBytes the longest request body; a longer one is answered with 413
 * @param connections open connections; further ones wait in the kernel's backlog
 * @param request from the last byte of a request's head to the first byte of its answer; 503 afterwards. A route that
 *     waits on purpose sets its own with Akka's {@code withRequestTimeout}
 * @param idle a connection on which no byte moved for so long is closed; longer than {@code request}
 * @param stop how long {@link HttpFront#stop()} waits for requests that are being answered
 */
public record HttpLimits(long entityBytes, int connections, Duration request, Duration idle, Duration stop) {
    /** Refuses limits that would serve nobody. */
    public HttpLimits {
        if (entityBytes <= 0 || connections <= 0) {
            throw new IllegalArgumentException(
                    "entityBytes and connections must be positive: " + entityBytes + ", " + connections);
        }
        if (request.isNegative() || request.isZero() || stop.isNegative() || stop.isZero()) {
            throw new IllegalArgumentException("request and stop must be positive: " + request + ", " + stop);
        }
        if (idle.compareTo(request) <= 0) {
            throw new IllegalArgumentException(
                    "idle (" + idle + ") must be longer than request (" + request + "), or it cuts answers off");
        }
    }

    /** 16 MiB bodies, 4,096 connections, a minute for an answer, 75 s idle, 3 s to stop. */
    public static HttpLimits defaults() {
        return new HttpLimits(16 << 20, 4096, Duration.ofSeconds(60), Duration.ofSeconds(75), Duration.ofSeconds(3));
    }
}
