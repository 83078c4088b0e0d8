package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.producer.ProducerStates;
import io.ottla.storage.producer.SequencedBatch;
import io.ottla.storage.producer.TransactionMarker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batches that are written together, and what they will change besides the log file. A control batch is a chunk of its own, so that what it ends is
 * known before anything is written.
 */
final class AppendChunk {
    private final ByteBuffer bytes;
    private final List<SequencedBatch> sequenced = new ArrayList<>(1);
    private final Optional<TransactionMarker> marker;
    private final long baseOffset;
    private final long lastOffset;
    private final long maxTimestamp;
    private final int records;

    private AppendChunk(ByteBuffer bytes) {
        this.bytes = bytes;
        int at = bytes.position();
        baseOffset = BatchHeader.baseOffset(bytes, at);
        marker = BatchHeader.isControl(bytes, at) ? TransactionMarker.read(bytes, at) : Optional.empty();
        long max = BatchHeader.NONE;
        int count = 0;
        int last = at;
        for (; at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
            last = at;
            max = Math.max(max, BatchHeader.maxTimestamp(bytes, at));
            count += BatchHeader.recordCount(bytes, at);
            if (BatchHeader.producerId(bytes, at) >= 0 && !BatchHeader.isControl(bytes, at)) {
                sequenced.add(SequencedBatch.read(bytes, at));
            }
        }
        lastOffset = BatchHeader.lastOffset(bytes, last);
        maxTimestamp = max;
        records = count;
    }

    /** The first chunk of the remaining bytes, which start with a batch; they are left behind it. */
    static AppendChunk takeFrom(ByteBuffer batches) {
        int start = batches.position();
        int end = start + BatchHeader.sizeInBytes(batches, start);
        if (!BatchHeader.isControl(batches, start)) {
            while (end < batches.limit() && !BatchHeader.isControl(batches, end)) {
                end += BatchHeader.sizeInBytes(batches, end);
            }
        }
        ByteBuffer bytes = batches.duplicate();
        bytes.limit(end);
        batches.position(end);
        return new AppendChunk(bytes);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** The producers' data batches. */
    List<SequencedBatch> sequenced() {
        return sequenced;
    }

    /** The transaction's end that this chunk is. */
    Optional<TransactionMarker> marker() {
        return marker;
    }

    long baseOffset() {
        return baseOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }

    int records() {
        return records;
    }

    LeaderEpochs addEpochsTo(LeaderEpochs before) {
        LeaderEpochs epochs = before;
        for (int at = bytes.position(); at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
            epochs = SegmentRecovery.addIfNewer(
                    epochs, BatchHeader.leaderEpoch(bytes, at), BatchHeader.baseOffset(bytes, at));
        }
        return epochs;
    }

    void applyTo(ProducerStates producers) {
        sequenced.forEach(producers::append);
        marker.ifPresent(producers::append);
    }
}
