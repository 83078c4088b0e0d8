package io.ottla.storage.compaction;

import java.util.concurrent.TimeUnit;

/** Spreads bytes over time: tells how long to wait so that no more than so many a second were moved since it was made. Pure. */
public final class Throttle {
    private final double bytesPerSecond;
    private final long startNanos;
    private double bytes;

    /** Starts now. */
    public Throttle(double bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.startNanos = nowNanos;
    }

    /** Notes bytes that were read or written. Returns the nanoseconds to wait before the next; 0 for none. */
    public long moved(long count, long nowNanos) {
        bytes += count;
        double dueNanos = bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
        return (long) Math.max(0, dueNanos - (nowNanos - startNanos));
    }
}
