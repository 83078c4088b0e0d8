package io.ottla.storage.compaction;

/**
 * A sealed segment as planning sees it.
 *
 * @param baseOffset its first offset
 * @param nextOffset the first offset behind it
 * @param bytes its size
 * @param indexBytes size of the larger of its two indexes
 * @param oldestMs timestamp of its first batch, negative where it has none
 * @param newestMs its largest timestamp, or when it was written where records have none
 */
public record SegmentFacts(
        long baseOffset, long nextOffset, long bytes, long indexBytes, long oldestMs, long newestMs) {}
