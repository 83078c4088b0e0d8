package io.ottla.http.rest.v3;

import java.time.Duration;

/**
 * Lets so much through in a second, and as much at once after a second of quiet. What comes while anything is left goes through whole, so
 * that nothing is too large for ever; what it takes too much is missing afterwards. Thread-safe.
 */
final class RateLimit {
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final double perSecond;
    private double left;
    private long lastNanos;

    /**
     * A limit.
     *
     * @param perSecond positive
     * @param nowNanos by the clock that {@link #take} is told
     */
    RateLimit(double perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.left = perSecond;
        this.lastNanos = nowNanos;
    }

    /** Takes this amount; false, and nothing is taken, when there is nothing left now. */
    synchronized boolean take(long amount, long nowNanos) {
        left = Math.min(perSecond, left + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
        lastNanos = nowNanos;
        if (left <= 0) {
            return false;
        }
        left -= amount;
        return true;
    }
}
