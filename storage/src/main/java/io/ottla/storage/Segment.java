package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log with its indexes. The last segment of a log is its active one and is appended to; the others are sealed. Owned by the log's
 * single writer; readers see it through a {@link SegmentView}.
 */
final class Segment {
    /** Entry of the directory listing for a file that does not exist. */
    static final long ABSENT = -1;

    private final long baseOffset;
    private final FileHandle log;
    private final SparseIndex offsets;
    private final SparseIndex times;
    private final TransactionIndex aborted;
    private final Warmth warmth;
    private PositionHints hints = new PositionHints();
    private final long createdMs;
    private int size;
    private int bytesSinceIndexEntry;
    private @Nullable TimestampAndOffset max;
    private long firstTimestampMs = -1;
    private long lastIndexedTimestampMs = -1;

    /**
     * A segment of these files. {@code suffix} is what their names end in besides their kind; {@code fileBytes} holds the sizes of those that exist, by
     * their kind.
     */
    Segment(
            FileHandles handles,
            Path directory,
            long baseOffset,
            String suffix,
            Map<String, Long> fileBytes,
            long createdMs) {
        this.baseOffset = baseOffset;
        this.createdMs = createdMs;
        this.warmth = new Warmth(handles.pageCache());
        this.log = new FileHandle(handles, SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG + suffix));
        this.offsets = SparseIndex.ofOffsets(
                handles,
                SegmentFiles.path(directory, baseOffset, SegmentFiles.OFFSET_INDEX + suffix),
                fileBytes.getOrDefault(SegmentFiles.OFFSET_INDEX, ABSENT));
        this.times = SparseIndex.ofTimes(
                handles,
                SegmentFiles.path(directory, baseOffset, SegmentFiles.TIME_INDEX + suffix),
                fileBytes.getOrDefault(SegmentFiles.TIME_INDEX, ABSENT));
        this.aborted = new TransactionIndex(
                handles,
                SegmentFiles.path(directory, baseOffset, SegmentFiles.TRANSACTION_INDEX + suffix),
                fileBytes.getOrDefault(SegmentFiles.TRANSACTION_INDEX, ABSENT));
        this.size = Math.toIntExact(fileBytes.getOrDefault(SegmentFiles.LOG, 0L));
    }

    /** Makes the file of a new, empty segment. */
    static Segment create(FileHandles handles, Path directory, long baseOffset, long nowMs) throws IOException {
        return create(handles, directory, baseOffset, "", nowMs);
    }

    /** As {@link #create}, of a segment that a compaction writes beside the log. */
    static Segment createBeside(FileHandles handles, Path directory, long baseOffset, long createdMs)
            throws IOException {
        return create(handles, directory, baseOffset, SegmentFiles.CLEANED, createdMs);
    }

    private static Segment create(FileHandles handles, Path directory, long baseOffset, String suffix, long createdMs)
            throws IOException {
        Path file = SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG + suffix);
        handles.disk().open(file, Disk.Mode.CREATE).close();
        Segment segment = new Segment(handles, directory, baseOffset, suffix, Map.of(), createdMs);
        segment.max = TimestampAndOffset.NONE;
        return segment;
    }

    long baseOffset() {
        return baseOffset;
    }

    /** When it was written, as far as is known. */
    long createdMs() {
        return createdMs;
    }

    int size() {
        return size;
    }

    FileHandle log() {
        return log;
    }

    SparseIndex offsets() {
        return offsets;
    }

    SparseIndex times() {
        return times;
    }

    TransactionIndex aborted() {
        return aborted;
    }

    /** What of the log file is likely in memory. */
    Warmth warmth() {
        return warmth;
    }

    SegmentView view() {
        return new SegmentView(this, hints, size, offsets.entries(), times.entries(), aborted.count(), max);
    }

    /** Writes batches at the end, in one go; on failure the file may be longer than {@link #size}, see {@link #cutTo}. */
    void write(ByteBuffer batches) throws IOException {
        OpenFile open = log.acquire();
        try {
            Io.writeFully(open.channel(), batches.duplicate(), size);
        } finally {
            open.release();
        }
    }

    /** Takes written batches in: they count from now on. */
    void written(ByteBuffer batches, int indexIntervalBytes) {
        int end = batches.limit();
        warmth.written(size, size + batches.remaining());
        for (int at = batches.position(); at < end; ) {
            int batchBytes = BatchHeader.sizeInBytes(batches, at);
            note(
                    BatchHeader.lastOffset(batches, at),
                    BatchHeader.maxTimestamp(batches, at),
                    batchBytes,
                    indexIntervalBytes);
            at += batchBytes;
        }
    }

    /** Takes one batch in that stands at the position {@link #size}. */
    void note(long lastOffset, long maxTimestamp, int batchBytes, int indexIntervalBytes) {
        if (size == 0) {
            firstTimestampMs = maxTimestamp;
        }
        TimestampAndOffset known = max == null ? TimestampAndOffset.NONE : max;
        max = known.max(maxTimestamp, lastOffset);
        if (bytesSinceIndexEntry > indexIntervalBytes) {
            offsets.append(lastOffset - baseOffset, size);
            appendTimeEntry();
            bytesSinceIndexEntry = 0;
        }
        size += batchBytes;
        bytesSinceIndexEntry += batchBytes;
        hints.add(lastOffset + 1, size);
    }

    /** Whether so many bytes up to this offset need another segment; {@code maxTimestamp} is theirs. */
    boolean mustRollBefore(int bytes, long lastOffset, long maxTimestamp, LogConfig config, long nowMs)
            throws IOException {
        return size > 0
                && (bytes > config.segmentBytes() - size
                        || lastOffset - baseOffset > Integer.MAX_VALUE
                        || isIndexFull(config)
                        || isOlderThanSegmentMs(maxTimestamp, config, nowMs));
    }

    /** Whether the segment has reached the age at which it is rolled, against the newest record's timestamp where there is one, else against the clock. */
    boolean isOlderThanSegmentMs(long newestTimestamp, LogConfig config, long nowMs) throws IOException {
        long first = firstTimestampMs();
        long age = first >= 0 && newestTimestamp >= 0 ? newestTimestamp - first : nowMs - createdMs;
        return size > 0 && age > config.longestSegmentMs() - jitterMs(config);
    }

    /** Writes full groups of index entries. */
    void flushFullIndexGroups() throws IOException {
        if (offsets.hasFullGroup()) {
            offsets.flush();
            times.flush();
        }
    }

    /** Writes all index entries, the largest timestamp among them: the segment will not be appended to again soon. */
    void flushIndexes() throws IOException {
        appendTimeEntry();
        offsets.flush();
        times.flush();
    }

    /** Cuts the log file; what is above counts no more. The indexes are not touched. */
    void cutTo(int bytes) throws IOException {
        OpenFile open = log.acquire();
        try {
            open.channel().truncate(bytes);
        } finally {
            open.release();
        }
        size = bytes;
    }

    /** Cuts everything from a position on, where the batch of this offset starts. Views from before must not be trusted any more. */
    void truncateTo(int position, long offset) throws IOException {
        cutTo(position);
        // Positions noted by appends that are gone would mislead; the old views keep the old ones.
        hints = new PositionHints();
        offsets.truncateToValuesBelow(position);
        times.truncateToValuesBelow((int) Math.min(Integer.MAX_VALUE, offset - baseOffset));
        aborted.truncateToOffsetsBelow(offset);
        firstTimestampMs = position == 0 ? -1 : firstTimestampMs;
        max = null;
        readTail();
    }

    /** The largest timestamp; where records have none, when the file was written. */
    long newestMs() throws IOException {
        if (max == null) {
            max = view().maxTimestamp();
        }
        return max.timestampMs() >= 0 ? max.timestampMs() : createdMs;
    }

    /** Forgets the content: it will be read and noted anew. The log file is not touched. */
    void resetToEmpty() throws IOException {
        offsets.clear();
        times.clear();
        aborted.truncateTo(0);
        size = 0;
        bytesSinceIndexEntry = 0;
        max = TimestampAndOffset.NONE;
        lastIndexedTimestampMs = -1;
    }

    /**
     * Reads what an append needs to know: the next offset and the largest timestamp. Empty when the file's tail is damaged, so that recovery is
     * needed.
     */
    Optional<Long> readTail() throws IOException {
        SegmentView view = view();
        TimestampAndOffset found = view.maxTimestamp();
        lastIndexedTimestampMs = found.timestampMs();
        long nextOffset = baseOffset;
        OpenFile open = log.acquire();
        try {
            BatchCursor cursor = view.cursorNear(open.channel(), Long.MAX_VALUE);
            int start = cursor.position();
            while (cursor.next()) {
                nextOffset = cursor.lastOffset() + 1;
                found = found.max(cursor.maxTimestamp(), cursor.lastOffset());
            }
            bytesSinceIndexEntry = size - start;
            max = found;
            return cursor.isIntact() ? Optional.of(nextOffset) : Optional.empty();
        } finally {
            open.release();
        }
    }

    /** Adds to the names of all files, the log last; readers go on. */
    void moveAside(String suffix) throws IOException {
        offsets.moveAside(suffix);
        times.moveAside(suffix);
        aborted.moveAside(suffix);
        log.moveAside(suffix);
    }

    /** Refuses new readers and deletes the files, whatever their names are now. */
    void deleteFiles(Disk disk) throws IOException {
        markGone();
        for (Path file : List.of(offsets.path(), times.path(), aborted.path(), log.path())) {
            disk.delete(file);
        }
    }

    /** Refuses new readers; who reads now can finish. */
    void markGone() {
        log.markGone();
        offsets.markGone();
        times.markGone();
        aborted.markGone();
    }

    /** Closes the files that nobody uses. */
    void evict() {
        log.evict();
        offsets.evict();
        times.evict();
        aborted.evict();
    }

    private void appendTimeEntry() {
        if (max == null || max.timestampMs() < 0) {
            return;
        }
        if (lastIndexedTimestampMs < max.timestampMs()) {
            times.append(max.timestampMs(), (int) (max.offset() - baseOffset));
            lastIndexedTimestampMs = max.timestampMs();
        }
    }

    private boolean isIndexFull(LogConfig config) {
        return (offsets.entries().count() + 1L) * offsets.entryBytes() > config.segmentIndexBytes()
                || (times.entries().count() + 1L) * times.entryBytes() > config.segmentIndexBytes();
    }

    private long firstTimestampMs() throws IOException {
        if (firstTimestampMs < 0 && size >= BatchHeader.BYTES) {
            OpenFile open = log.acquire();
            try {
                FileChannel channel = open.channel();
                ByteBuffer header = ByteBuffer.allocate(BatchHeader.BYTES);
                Io.readFully(channel, header, 0);
                firstTimestampMs = BatchHeader.maxTimestamp(header, 0);
            } finally {
                open.release();
            }
        }
        return firstTimestampMs;
    }

    /** The same for a segment whenever it is asked, different between segments and logs, so that they do not all roll at once. */
    private long jitterMs(LogConfig config) {
        long bound = Math.min(config.segmentJitterMs(), config.longestSegmentMs());
        return bound <= 0 ? 0 : Math.floorMod(log.path().hashCode() * 0x9E3779B97F4A7C15L, bound);
    }
}
