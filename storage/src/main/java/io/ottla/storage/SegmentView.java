package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A segment as it was at one moment; everything in it is below {@code size} bytes. Immutable; any thread. */
final class SegmentView {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentView.class);

    private final Segment segment;
    private final PositionHints hints;
    private final int size;
    private final IndexEntries offsets;
    private final IndexEntries times;
    private final int abortedCount;
    // Unknown for a segment that was sealed when the log was opened, until somebody asks; the same whoever finds it
    // out.
    private volatile @Nullable TimestampAndOffset max;

    SegmentView(
            Segment segment,
            PositionHints hints,
            int size,
            IndexEntries offsets,
            IndexEntries times,
            int abortedCount,
            @Nullable TimestampAndOffset max) {
        this.segment = segment;
        this.hints = hints;
        this.size = size;
        this.offsets = offsets;
        this.times = times;
        this.abortedCount = abortedCount;
        this.max = max;
    }

    Segment segment() {
        return segment;
    }

    long baseOffset() {
        return segment.baseOffset();
    }

    int size() {
        return size;
    }

    /** The same segment cut to fewer bytes, for readers during a truncation. */
    SegmentView cutTo(int bytes) {
        return new SegmentView(segment, hints, bytes, offsets, times, abortedCount, max);
    }

    /** The open file, which the caller must release. */
    OpenFile acquire() {
        return segment.log().tryAcquire().orElseThrow(() -> new SegmentGoneException(baseOffset()));
    }

    /** Where the first batch starts whose last offset is at or past this one; the segment's size when there is none. */
    int positionOf(FileChannel channel, long offset) throws IOException {
        int hint = hints.find(offset);
        if (hint != PositionHints.NONE && hint <= size) {
            return hint;
        }
        BatchCursor cursor = cursorNear(channel, offset);
        while (cursor.next()) {
            if (cursor.lastOffset() >= offset) {
                return cursor.position();
            }
        }
        requireIntact(cursor);
        return size;
    }

    /** A cursor before a batch at or before the one that holds this offset. */
    BatchCursor cursorNear(FileChannel channel, long offset) throws IOException {
        Optional<IndexEntry> entry = segment.offsets().floor(offsets, offset - baseOffset());
        if (entry.isEmpty() || entry.get().value() >= size) {
            return new BatchCursor(channel, 0, size, BatchCursor.LOOKUP_WINDOW);
        }
        int position = entry.get().value();
        long indexed = baseOffset() + entry.get().key();
        BatchCursor probe = new BatchCursor(channel, position, size, BatchCursor.LOOKUP_WINDOW);
        if (probe.next() && probe.baseOffset() >= baseOffset() && probe.baseOffset() <= indexed) {
            return new BatchCursor(channel, position, size, BatchCursor.LOOKUP_WINDOW);
        }
        LOG.warn(
                "{}: entry for offset {} leads to position {}, where no such batch is; reading the segment from its start",
                segment.offsets().path(),
                indexed,
                position);
        return new BatchCursor(channel, 0, size, BatchCursor.LOOKUP_WINDOW);
    }

    void requireIntact(BatchCursor cursor) {
        if (!cursor.isIntact()) {
            throw new StorageException(segment.log().path() + ": no intact batch at position " + cursor.position()
                    + ", expected batches up to position " + size);
        }
    }

    /** The largest timestamp in the segment. */
    TimestampAndOffset maxTimestamp() throws IOException {
        TimestampAndOffset known = max;
        if (known == null) {
            known = segment.times()
                    .last(times)
                    .map(entry -> new TimestampAndOffset(entry.key(), baseOffset() + entry.value()))
                    .orElse(TimestampAndOffset.NONE);
            max = known;
        }
        return known;
    }

    /** The timestamp of the first batch, negative where it has none. */
    long firstTimestampMs() throws IOException {
        if (size < BatchHeader.BYTES) {
            return BatchHeader.NONE;
        }
        OpenFile file = acquire();
        try {
            ByteBuffer header = ByteBuffer.allocate(BatchHeader.BYTES);
            Io.readFully(file.channel(), header, 0);
            return BatchHeader.maxTimestamp(header, 0);
        } finally {
            file.release();
        }
    }

    /** The largest timestamp; where records have none, when the file was written. */
    long newestMs() throws IOException {
        long newest = maxTimestamp().timestampMs();
        return newest >= 0 ? newest : segment.createdMs();
    }

    /** Size of the larger of the two indexes. */
    long indexBytes() {
        return Math.max(
                (long) offsets.count() * segment.offsets().entryBytes(),
                (long) times.count() * segment.times().entryBytes());
    }

    /** An offset before which no record of this segment has a timestamp at or past this one. */
    long startOfTimestampSearch(long timestampMs) throws IOException {
        // Entries hold the maximum up to an offset: below the last entry that is smaller, everything is too early.
        return segment.times()
                .floor(times, timestampMs - 1)
                .map(entry -> baseOffset() + entry.value() + 1)
                .orElse(baseOffset());
    }

    List<AbortedTransaction> abortedTransactions() throws IOException {
        return segment.aborted().read(abortedCount).orElseThrow(() -> new SegmentGoneException(baseOffset()));
    }
}
