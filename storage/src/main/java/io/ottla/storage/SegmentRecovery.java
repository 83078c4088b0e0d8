package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks segments one after the other, cuts the first that is damaged, and makes indexes, epochs and producer state from the batches. */
final class SegmentRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRecovery.class);

    private final LogConfig config;
    private final ProducerStates producers;
    private LeaderEpochs epochs;
    private long endOffset;

    SegmentRecovery(LogConfig config, LeaderEpochs epochs, ProducerStates producers) {
        this.config = config;
        this.epochs = epochs;
        this.producers = producers;
    }

    /** The epochs of all segments so far. */
    LeaderEpochs epochs() {
        return epochs;
    }

    /** The offset behind the last intact batch. */
    long endOffset() {
        return endOffset;
    }

    /**
     * Checks a segment, all of whose offsets lie in {@code [previousEnd, nextBase)}; {@code nextBase} is the largest long for the last one. Returns
     * whether it is whole; if not, it has been cut.
     *
     * <p>No checksum covers base offsets, so they have to make sense: only compaction leaves gaps, and it never touches the last segment.
     */
    boolean recover(Segment segment, long previousEnd, long nextBase) throws IOException {
        boolean gapsAllowed = nextBase != Long.MAX_VALUE || config.isCompacted();
        int fileBytes = segment.size();
        endOffset = Math.max(previousEnd, segment.baseOffset());
        segment.resetToEmpty();
        OpenFile file = segment.log().acquire();
        try {
            BatchCursor cursor = new BatchCursor(file.channel(), 0, fileBytes, BatchCursor.SCAN_WINDOW);
            while (cursor.next() && continues(cursor, nextBase, gapsAllowed) && cursor.crcMatches()) {
                takeIn(cursor, segment);
            }
        } finally {
            file.release();
        }
        segment.flushIndexes();
        if (segment.size() == fileBytes) {
            return true;
        }
        LOG.warn(
                "{}: no intact batch at position {}; cutting {} bytes, the log ends at offset {}",
                segment.log().path(),
                segment.size(),
                fileBytes - segment.size(),
                endOffset);
        segment.cutTo(segment.size());
        return false;
    }

    /** Adds the epochs of a segment's batches, reading headers only. */
    static LeaderEpochs addEpochs(SegmentView segment, LeaderEpochs before) throws IOException {
        LeaderEpochs epochs = before;
        OpenFile file = segment.acquire();
        try {
            BatchCursor cursor = new BatchCursor(file.channel(), 0, segment.size(), BatchCursor.SCAN_WINDOW);
            while (cursor.next()) {
                epochs = addIfNewer(epochs, cursor.leaderEpoch(), cursor.baseOffset());
            }
            segment.requireIntact(cursor);
            return epochs;
        } finally {
            file.release();
        }
    }

    static LeaderEpochs addIfNewer(LeaderEpochs epochs, int epoch, long baseOffset) {
        return epoch > epochs.latest().orElse(-1) ? epochs.assign(epoch, baseOffset) : epochs;
    }

    private boolean continues(BatchCursor cursor, long nextBase, boolean gapsAllowed) throws IOException {
        long gap = cursor.baseOffset() - endOffset;
        if (gap == 0) {
            return true;
        }
        // Behind a gap of compaction the offsets go on rising; behind a damaged base offset they fall back.
        return gap > 0
                && gapsAllowed
                && cursor.lastOffset() < cursor.peekNextBaseOffset().orElse(nextBase);
    }

    private void takeIn(BatchCursor cursor, Segment segment) throws IOException {
        epochs = addIfNewer(epochs, cursor.leaderEpoch(), cursor.baseOffset());
        Optional<AbortedTransaction> aborted = ProducerReplay.apply(cursor, producers);
        if (aborted.isPresent()) {
            segment.aborted().append(aborted.get());
        }
        segment.note(cursor.lastOffset(), cursor.maxTimestamp(), cursor.sizeInBytes(), config.indexIntervalBytes());
        endOffset = cursor.lastOffset() + 1;
    }
}
