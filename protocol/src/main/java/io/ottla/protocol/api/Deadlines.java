package io.ottla.protocol.api;

import java.time.Duration;

/** How long requests wait for the controller. */
final class Deadlines {
    /** For requests that name no timeout of their own; what clients wait by default for any answer. */
    static final Duration UNTOLD = Duration.ofSeconds(30);

    private Deadlines() {}

    /** The timeout a client named. One that has passed already still starts the change, and answers that it timed out. */
    static Duration of(int timeoutMs) {
        return Duration.ofMillis(Math.max(timeoutMs, 1));
    }
}
