package io.ottla.storage;

import java.util.List;

/** Decides how many of the oldest segments may go. Pure. */
final class Retention {
    private Retention() {}

    /**
     * A segment as retention sees it.
     *
     * @param bytes its size
     * @param nextOffset the first offset behind it
     * @param newestMs its largest timestamp, or when it was written last where records have none
     */
    record Candidate(long bytes, long nextOffset, long newestMs) {}

    /** How many segments, from the oldest on, are beyond retention; none that holds an offset at or above the high watermark. */
    static int expired(
            List<Candidate> segments, LogConfig config, long logStartOffset, long highWatermark, long nowMs) {
        long surplusBytes = segments.stream().mapToLong(Candidate::bytes).sum() - config.retentionBytes();
        int count = 0;
        for (Candidate segment : segments) {
            boolean beforeStart = segment.nextOffset() <= logStartOffset;
            boolean tooOld = config.isDeleted()
                    && config.retentionMs() >= 0
                    && nowMs - segment.newestMs() > config.retentionMs();
            boolean tooMuch = config.isDeleted() && config.retentionBytes() >= 0 && surplusBytes - segment.bytes() >= 0;
            if (segment.nextOffset() > highWatermark || segment.bytes() == 0 || !(beforeStart || tooOld || tooMuch)) {
                break;
            }
            surplusBytes -= segment.bytes();
            count++;
        }
        return count;
    }
}
