package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.compaction.SegmentFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A partition's log as it was at one moment. Immutable, published by the log's single writer and readable from any thread; what it shows stays as it is
 * until a truncation (see {@link #truncations}) or the deletion of a segment, which reads tell by {@link ReadResult.SegmentGone}.
 */
public final class LogView {
    private final long logStartOffset;
    private final long highWatermark;
    private final long lastStableOffset;
    private final long logEndOffset;
    private final SegmentView[] sealed;
    private final SegmentView active;
    private final LeaderEpochs epochs;
    private final Truncations truncationsNow;
    private final long truncations;

    LogView(
            long logStartOffset,
            long highWatermark,
            long lastStableOffset,
            long logEndOffset,
            SegmentView[] sealed,
            SegmentView active,
            LeaderEpochs epochs,
            Truncations truncations) {
        this.logStartOffset = logStartOffset;
        this.highWatermark = highWatermark;
        this.lastStableOffset = lastStableOffset;
        this.logEndOffset = logEndOffset;
        this.sealed = sealed;
        this.active = active;
        this.epochs = epochs;
        this.truncationsNow = truncations;
        this.truncations = truncations.count();
    }

    /** First offset that may be read. */
    public long logStartOffset() {
        return logStartOffset;
    }

    /** Everything below is replicated as far as it must be. */
    public long highWatermark() {
        return highWatermark;
    }

    /** Everything below is decided: neither above the high watermark nor of an open transaction. */
    public long lastStableOffset() {
        return lastStableOffset;
    }

    /** The offset that the next record gets. */
    public long logEndOffset() {
        return logEndOffset;
    }

    /** How often the log had been cut; a slice read under a smaller number may lie above the cut. */
    public long truncations() {
        return truncations;
    }

    /** Bytes of all segments. */
    public long sizeInBytes() {
        long bytes = active.size();
        for (SegmentView segment : sealed) {
            bytes += segment.size();
        }
        return bytes;
    }

    /** Number of segments. */
    public int segmentCount() {
        return sealed.length + 1;
    }

    /**
     * Reads from an offset on.
     *
     * @param offset the first record wanted; the slice starts with the batch that holds it
     * @param maxBytes most bytes wanted
     * @param maxOffsetExclusive nothing from this offset on is returned: the high watermark, last stable offset or log end
     * @param minOneBatch whether the first batch is returned even when it is larger than {@code maxBytes}
     */
    public ReadResult read(long offset, int maxBytes, long maxOffsetExclusive, boolean minOneBatch) {
        if (offset < logStartOffset || offset > logEndOffset) {
            return new ReadResult.OutOfRange(logStartOffset, logEndOffset);
        }
        try {
            int index = floorIndex(offset);
            while (offset < maxOffsetExclusive) {
                SegmentView segment = segment(index);
                LogSlice slice = readSegment(segment, index, offset, maxBytes, maxOffsetExclusive, minOneBatch);
                if (isOutdated()) {
                    slice.release();
                    return new ReadResult.SegmentGone();
                }
                if (!slice.isEmpty() || index == sealed.length || slice.position() < segment.size()) {
                    return new ReadResult.Read(slice);
                }
                // The segment's last records have been compacted away: the next one goes on.
                index++;
            }
            return new ReadResult.Read(LogSlice.empty(active, active.size()));
        } catch (SegmentGoneException gone) {
            return new ReadResult.SegmentGone();
        } catch (IOException | StorageException failure) {
            if (isOutdated()) {
                return new ReadResult.SegmentGone();
            }
            throw failed("reading offset " + offset, failure);
        }
    }

    /** Whether the log has been cut since: what stands in its files is no longer what this view tells. */
    boolean isOutdated() {
        return truncationsNow.count() != truncations;
    }

    /**
     * The first record whose timestamp is at or past this one; empty when there is none. The caller decides whether its offset may be told yet (below
     * the high watermark, or last stable offset). Reads the disk.
     */
    public Optional<OffsetAndTimestamp> offsetForTimestamp(long timestampMs) {
        return new TimestampLookup(this).first(timestampMs);
    }

    /** The first record with the largest timestamp of all; empty when no record has one. Reads the disk. */
    public Optional<OffsetAndTimestamp> maxTimestamp() {
        return new TimestampLookup(this).max();
    }

    /** Where a leader epoch ends in this log (KIP-101). */
    public EpochEndOffset endOffsetForEpoch(int epoch) {
        return epochs.endOffsetFor(epoch, logEndOffset);
    }

    /** The newest leader epoch known. */
    public OptionalInt latestEpoch() {
        return epochs.latest();
    }

    /** The leader epoch in which the record at this offset was written. */
    public OptionalInt epochOf(long offset) {
        return epochs.epochOf(offset);
    }

    /**
     * The aborted transactions with records in {@code [from, to)}; reads the disk where there are any. Empty when a segment has been deleted or cut
     * meanwhile, so that not all can be told: a newer view can, or says that the records are gone.
     */
    public Optional<List<AbortedTransaction>> abortedTransactions(long from, long to) {
        try {
            List<AbortedTransaction> found = findAborted(from, to);
            return isOutdated() ? Optional.empty() : Optional.of(found);
        } catch (SegmentGoneException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            if (isOutdated()) {
                return Optional.empty();
            }
            throw failed("reading aborted transactions from " + from + " to " + to, failure);
        }
    }

    private List<AbortedTransaction> findAborted(long from, long to) throws IOException {
        List<AbortedTransaction> found = new ArrayList<>();
        for (int index = floorIndex(from); index <= sealed.length; index++) {
            for (AbortedTransaction transaction : segment(index).abortedTransactions()) {
                if (transaction.lastOffset() >= from && transaction.firstOffset() < to) {
                    found.add(transaction);
                }
                if (transaction.lastStableOffset() >= to) {
                    return found;
                }
            }
        }
        return found;
    }

    /** The sealed segments as planning sees them. Reads the disk where the settings ask for the age of records. */
    List<SegmentFacts> sealedFacts(LogConfig config) throws IOException {
        List<SegmentFacts> facts = new ArrayList<>();
        for (int index = 0; index < sealed.length; index++) {
            facts.add(facts(index, config));
        }
        return facts;
    }

    SegmentFacts facts(int index, LogConfig config) throws IOException {
        SegmentView segment = sealed[index];
        return new SegmentFacts(
                segment.baseOffset(),
                segment(index + 1).baseOffset(),
                segment.size(),
                segment.indexBytes(),
                config.maxCompactionLagMs() == Long.MAX_VALUE ? BatchHeader.NONE : segment.firstTimestampMs(),
                config.minCompactionLagMs() == 0 ? BatchHeader.NONE : segment.newestMs());
    }

    /** How many sealed segments start below this offset. */
    int sealedBelow(long offset) {
        int count = 0;
        while (count < sealed.length && sealed[count].baseOffset() < offset) {
            count++;
        }
        return count;
    }

    SegmentView segment(int index) {
        return index == sealed.length ? active : sealed[index];
    }

    /** The last segment that starts at or before the offset, the first one if none does. */
    int floorIndex(long offset) {
        if (offset >= active.baseOffset()) {
            return sealed.length;
        }
        int low = 0;
        int high = sealed.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (sealed[middle].baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    StorageException failed(String what, Exception failure) {
        return new StorageException(active.segment().log().path().getParent() + ": " + what + " failed", failure);
    }

    private LogSlice readSegment(
            SegmentView segment, int index, long offset, int maxBytes, long maxOffsetExclusive, boolean minOneBatch)
            throws IOException {
        OpenFile file = segment.acquire();
        boolean handedOver = false;
        try {
            int start = segment.positionOf(file.channel(), offset);
            int end = endPosition(segment, index, file, maxOffsetExclusive);
            int length = Math.min(Math.max(0, maxBytes), end - start);
            if (start < end && length < end - start) {
                length = wholeFirstBatch(segment, file, start, end, length, minOneBatch);
            }
            if (length <= 0) {
                return LogSlice.empty(segment, start);
            }
            handedOver = true;
            return new LogSlice(file, start, length, segment, this);
        } finally {
            if (!handedOver) {
                file.release();
            }
        }
    }

    private int endPosition(SegmentView segment, int index, OpenFile file, long maxOffsetExclusive) throws IOException {
        long nextBase =
                index == sealed.length ? logEndOffset : segment(index + 1).baseOffset();
        return maxOffsetExclusive >= nextBase ? segment.size() : segment.positionOf(file.channel(), maxOffsetExclusive);
    }

    /** A slice too short for its first batch is of no use: it gets longer where one batch is due, else empty. */
    private static int wholeFirstBatch(
            SegmentView segment, OpenFile file, int start, int end, int length, boolean minOneBatch)
            throws IOException {
        BatchCursor first = new BatchCursor(file.channel(), start, end, 0);
        if (!first.next()) {
            segment.requireIntact(first);
        }
        int needed = first.sizeInBytes();
        if (length >= needed) {
            return length;
        }
        return minOneBatch ? needed : 0;
    }
}
