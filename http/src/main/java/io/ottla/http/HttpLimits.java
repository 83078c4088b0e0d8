package io.ottla.http;

import java.time.Duration;

/**
 * What one client may cost the server.
 *
 * @param entityBytes the longest request body; a longer one is answered with 413
 * @param connections open connections; further ones wait in the kernel's backlog
 * @param request from the last byte of a request's head to the first byte of its answer; 503 afterwards. A route that
 *     waits on purpose sets its own with Akka's {@code withRequestTimeout}
 * @param head from a connection to the last byte of its first request's head; a connection that takes longer is closed
 * @param idle a connection on which no byte moved for so long is closed; longer than {@code request}
 * @param stop how long {@link HttpFront#stop()} waits for requests that are being answered
 * @param discard how much of a body that nobody reads is taken from the client after it was answered
 */
public record HttpLimits(
        long entityBytes,
        int connections,
        Duration head,
        Duration request,
        Duration idle,
        Duration stop,
        Discard discard) {
    private static final Duration DEFAULT_HEAD = Duration.ofSeconds(15);

    /** Refuses limits that would serve nobody. */
    public HttpLimits {
        if (entityBytes <= 0 || connections <= 0) {
            throw new IllegalArgumentException(
                    "entityBytes and connections must be positive: " + entityBytes + ", " + connections);
        }
        if (!isPositive(head) || !isPositive(request) || !isPositive(stop)) {
            throw new IllegalArgumentException(
                    "head, request and stop must be positive: " + head + ", " + request + ", " + stop);
        }
        if (idle.compareTo(request) <= 0) {
            throw new IllegalArgumentException(
                    "idle (" + idle + ") must be longer than request (" + request + "), or it cuts answers off");
        }
    }

    /** These limits, with a quarter of a minute for a head and {@link Discard#defaults()}. */
    public HttpLimits(long entityBytes, int connections, Duration request, Duration idle, Duration stop) {
        this(entityBytes, connections, DEFAULT_HEAD, request, idle, stop, Discard.defaults());
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /**
     * How long the server goes on reading what a client sends although its answer is out. A connection that is closed while
     * bytes are under way is reset, and the client may lose the answer with it.
     *
     * @param bytes no more than these
     * @param time no longer than this
     * @param silence no longer than this without a byte from the client
     */
    public record Discard(long bytes, Duration time, Duration silence) {
        /** 1 GiB in half a minute, with pauses of at most five seconds. */
        public static Discard defaults() {
            return new Discard(1L << 30, Duration.ofSeconds(30), Duration.ofSeconds(5));
        }
    }

    /** 16 MiB bodies, 4,096 connections, a minute for an answer, 75 s idle, 3 s to stop. */
    public static HttpLimits defaults() {
        return new HttpLimits(16 << 20, 4096, Duration.ofSeconds(60), Duration.ofSeconds(75), Duration.ofSeconds(3));
    }
}
