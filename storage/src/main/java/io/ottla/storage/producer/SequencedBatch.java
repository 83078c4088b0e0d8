package io.ottla.storage.producer;

import io.ottla.storage.batch.BatchHeader;
import java.nio.ByteBuffer;

/**
 * What a batch's header tells about its producer.
 *
 * @param producerId the producer
 * @param epoch its epoch
 * @param firstSequence sequence number of the first record, -1 for coordinators
 * @param lastSequence sequence number of the last record, -1 for coordinators
 * @param baseOffset offset of the first record
 * @param lastOffset offset of the last record
 * @param maxTimestampMs largest timestamp
 * @param transactional whether it belongs to a transaction
 */
public record SequencedBatch(
        long producerId,
        short epoch,
        int firstSequence,
        int lastSequence,
        long baseOffset,
        long lastOffset,
        long maxTimestampMs,
        boolean transactional) {
    /** Reads the header at this index of the buffer. */
    public static SequencedBatch read(ByteBuffer buffer, int at) {
        return new SequencedBatch(
                BatchHeader.producerId(buffer, at),
                BatchHeader.producerEpoch(buffer, at),
                BatchHeader.baseSequence(buffer, at),
                BatchHeader.lastSequence(buffer, at),
                BatchHeader.baseOffset(buffer, at),
                BatchHeader.lastOffset(buffer, at),
                BatchHeader.maxTimestamp(buffer, at),
                BatchHeader.isTransactional(buffer, at));
    }
}
