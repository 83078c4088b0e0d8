package io.ottla.storage.compaction;

import io.ottla.storage.LogConfig;
import java.util.List;

/**
 * What of a log can be compacted now. Pure.
 *
 * <pre>
 *  log start      firstDirty             endOffset       last stable offset    log end
 *  |  clean         |  dirty                |  too young, undecided or active     |
 * </pre>
 *
 * @param firstDirty where the records start that were never compared with the ones before
 * @param endOffset where they end; the start of a segment
 * @param cleanBytes bytes of the segments that hold no dirty record
 * @param dirtyBytes bytes of the segments that do
 * @param overdue whether a record has waited for longer than {@code max.compaction.lag.ms}
 */
public record Cleanable(long firstDirty, long endOffset, long cleanBytes, long dirtyBytes, boolean overdue) {
    /**
     * Looks at a log.
     *
     * @param sealed its segments without the active one
     * @param cleanedTo where the last compaction ended
     * @param lastStableOffset nothing from here on is decided
     */
    public static Cleanable of(
            List<SegmentFacts> sealed, long cleanedTo, long lastStableOffset, LogConfig config, long nowMs) {
        if (sealed.isEmpty()) {
            return new Cleanable(cleanedTo, cleanedTo, 0, 0, false);
        }
        long start = sealed.get(0).baseOffset();
        long sealedEnd = sealed.get(sealed.size() - 1).nextOffset();
        // A checkpoint outside of the log tells of another one: start over.
        long firstDirty = cleanedTo < start || cleanedTo > sealedEnd ? start : cleanedTo;
        long clean = 0;
        long dirty = 0;
        long end = firstDirty;
        boolean overdue = false;
        for (SegmentFacts segment : sealed) {
            if (segment.nextOffset() <= firstDirty) {
                clean += segment.bytes();
                continue;
            }
            if (segment.nextOffset() > lastStableOffset || isTooYoung(segment, config, nowMs)) {
                break;
            }
            dirty += segment.bytes();
            end = segment.nextOffset();
            overdue |= isOverdue(segment, config, nowMs);
        }
        return new Cleanable(firstDirty, end, clean, dirty, overdue && dirty > 0);
    }

    /** Share of dirty bytes, 0 to 1. */
    public double dirtyRatio() {
        return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }

    /** Whether it is worth the work: overdue, or dirtier than {@code min.cleanable.dirty.ratio}. */
    public boolean isDue(LogConfig config) {
        return overdue || (dirtyBytes > 0 && dirtyRatio() > config.minCleanableDirtyRatio());
    }

    private static boolean isTooYoung(SegmentFacts segment, LogConfig config, long nowMs) {
        return config.minCompactionLagMs() > 0 && segment.newestMs() > nowMs - config.minCompactionLagMs();
    }

    private static boolean isOverdue(SegmentFacts segment, LogConfig config, long nowMs) {
        return segment.oldestMs() >= 0 && nowMs - segment.oldestMs() > config.maxCompactionLagMs();
    }
}
