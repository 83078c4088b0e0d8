package io.ottla.storage.producer;

import io.ottla.storage.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;

/**
 * The end of a transaction.
 *
 * @param producerId whose transaction
 * @param producerEpoch the producer's epoch
 * @param coordinatorEpoch epoch of the coordinator that wrote it
 * @param committed commit or abort
 * @param offset the marker's own offset
 * @param timestampMs when it was written
 */
public record TransactionMarker(
        long producerId, short producerEpoch, int coordinatorEpoch, boolean committed, long offset, long timestampMs) {
    /**
     * Reads a control batch that lies wholly in the buffer; empty when it marks no transaction's end (compaction may leave a batch without
     * records, and other kinds of control records exist).
     */
    public static Optional<TransactionMarker> read(ByteBuffer buffer, int at) {
        ByteBuffer batch = buffer.duplicate();
        batch.limit(at + BatchHeader.sizeInBytes(buffer, at)).position(at);
        Iterator<Record> records =
                MemoryRecords.readableRecords(batch.slice()).records().iterator();
        if (BatchHeader.producerId(buffer, at) < 0 || !records.hasNext()) {
            return Optional.empty();
        }
        Record record = records.next();
        ControlRecordType type = ControlRecordType.parse(record.key());
        if (type != ControlRecordType.COMMIT && type != ControlRecordType.ABORT) {
            return Optional.empty();
        }
        return Optional.of(new TransactionMarker(
                BatchHeader.producerId(buffer, at),
                BatchHeader.producerEpoch(buffer, at),
                EndTransactionMarker.deserialize(record).coordinatorEpoch(),
                type == ControlRecordType.COMMIT,
                BatchHeader.baseOffset(buffer, at),
                record.timestamp()));
    }
}
