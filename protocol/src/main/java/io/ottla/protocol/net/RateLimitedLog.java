package io.ottla.protocol.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Warnings that strangers can cause as often as they like, of which only a few a second are written; the next one written
 * tells how many were not. Any thread.
 */
final class RateLimitedLog {
    private static final int LINES_PER_SECOND = 5;

    private final Logger log;
    private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger linesThisSecond = new AtomicInteger();
    private final AtomicLong suppressed = new AtomicLong();

    RateLimitedLog(Logger log) {
        this.log = log;
    }

    /** Writes a line, or counts it. */
    void warn(long nowNanos, String message) {
        long now = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
        if (second.getAndSet(now) != now) {
            linesThisSecond.set(0);
        }
        if (linesThisSecond.incrementAndGet() > LINES_PER_SECOND) {
            suppressed.incrementAndGet();
            return;
        }
        long notWritten = suppressed.getAndSet(0);
        if (notWritten > 0) {
            log.warn("{} (and {} warnings like this were not written)", message, notWritten);
        } else {
            log.warn("{}", message);
        }
    }
}
