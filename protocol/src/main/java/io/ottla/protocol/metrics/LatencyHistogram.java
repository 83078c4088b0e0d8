package io.ottla.protocol.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets that grow by an eighth of a power of two, so a quantile is at most 12.5 % too high. Recording
 * is one addition; the range is 1 µs to about 18 minutes, longer ones count as that. Any thread.
 */
public final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 3;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int OCTAVES = 30;
    private static final int BUCKETS = SUB_BUCKETS * (OCTAVES - SUB_BUCKET_BITS + 1);

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final LongAdder totalNanos = new LongAdder();

    /** Counts one duration. */
    public void record(long nanos) {
        totalNanos.add(nanos);
        counts.incrementAndGet(bucketOf(TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    /** How many durations were recorded. */
    public long count() {
        long sum = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sum += counts.get(bucket);
        }
        return sum;
    }

    /** All durations together. */
    public long totalNanos() {
        return totalNanos.sum();
    }

    /** The duration that this fraction (0 to 1) of the recorded ones did not exceed, in microseconds; 0 without any. */
    public long quantileMicros(double fraction) {
        long rank = (long) Math.ceil(fraction * count());
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts.get(bucket);
            if (seen >= rank && seen > 0) {
                return upperBoundMicros(bucket);
            }
        }
        return 0;
    }

    /** Small values have a bucket each; from 8 µs on every power of two is cut into eight. */
    private static int bucketOf(long micros) {
        if (micros < SUB_BUCKETS) {
            return (int) Math.max(0, micros);
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int sub = ((int) (micros >>> (octave - SUB_BUCKET_BITS))) & (SUB_BUCKETS - 1);
        return Math.min(BUCKETS - 1, (octave - SUB_BUCKET_BITS + 1) * SUB_BUCKETS + sub);
    }

    private static long upperBoundMicros(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        return ((long) (SUB_BUCKETS + bucket % SUB_BUCKETS + 1) << shift) - 1;
    }
}
