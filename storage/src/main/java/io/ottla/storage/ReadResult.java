package io.ottla.storage;

/** What became of a read. */
public sealed interface ReadResult {
    /** A range of the log, possibly empty; the caller must release the slice exactly once. */
    record Read(LogSlice slice) implements ReadResult {}

    /** The offset lies outside {@code [logStartOffset, logEndOffset]}. */
    record OutOfRange(long logStartOffset, long logEndOffset) implements ReadResult {}

    /** The view is older than the deletion of a segment it needs: read again with the log's newest view. */
    record SegmentGone() implements ReadResult {}
}
