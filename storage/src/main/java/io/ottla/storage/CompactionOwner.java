package io.ottla.storage;

/** The thread that owns a log, as a compaction on another thread sees it. Each call waits until the owner has done it, and returns what it said. */
public interface CompactionOwner {
    /** Has {@link PartitionLog#replaceSegments} called. Returns false when the log has changed so that the work is void. */
    boolean replace(CompactedSegment compacted);

    /** Has {@link PartitionLog#finishCompaction} called. */
    void finish(LogCompaction compaction, long endOffset);
}
