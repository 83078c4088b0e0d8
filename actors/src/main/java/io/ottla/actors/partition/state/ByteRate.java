package io.ottla.actors.partition.state;

/**
 * How many bytes a second may pass: whoever has moved some waits until they would have passed at that rate. Pure: time comes as argument;
 * guarded by its owner.
 */
public final class ByteRate {
    private static final long MS_PER_SECOND = 1_000;

    private double freeAtMs;

    /** Takes note of bytes that have passed. */
    public void moved(long bytes, long bytesPerSecond, long nowMs) {
        double spent = bytesPerSecond <= 0 ? 0 : (double) bytes * MS_PER_SECOND / bytesPerSecond;
        freeAtMs = Math.max(freeAtMs, (double) nowMs) + spent;
    }

    /** How long to wait before more may pass, in milliseconds; 0 for not at all. At a rate of 0 nothing passes. */
    public long waitMs(long bytesPerSecond, long nowMs) {
        if (bytesPerSecond <= 0) {
            return MS_PER_SECOND;
        }
        return (long) Math.ceil(Math.max(0, Math.min(freeAtMs - nowMs, 60.0 * MS_PER_SECOND)));
    }
}
