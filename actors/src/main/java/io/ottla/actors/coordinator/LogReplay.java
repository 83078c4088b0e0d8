package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.partition.PartitionView;
import io.ottla.storage.LogSlice;
import io.ottla.storage.ReadResult;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a partition of a coordinator's topic from its start and makes the entities of it. Waits for the disk, so it runs on its own thread. */
final class LogReplay {
    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int FIRST_CHUNK_BYTES = 1 << 14;

    private final ShardTerm term;
    private final long end;
    private final Map<String, Entity> entities = new HashMap<>();
    private final OpenTransactions transactions = new OpenTransactions();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long offset;

    LogReplay(ShardTerm term, long end) {
        this.term = term;
        this.end = end;
    }

    /**
     * The entities as of the end offset.
     *
     * @throws IllegalStateException if the partition is lost meanwhile
     */
    ReplayedState state() {
        boolean more = end > 0;
        while (more) {
            more = readOn() && offset < end;
        }
        entities.values().removeIf(Entity::isVacant);
        return new ReplayedState(entities, transactions);
    }

    private boolean readOn() {
        PartitionView view = term.view();
        if (view == null) {
            throw new IllegalStateException("partition " + term.partition().id() + " was lost while it was replayed");
        }
        offset = Math.max(offset, view.log().logStartOffset());
        ReadResult result = view.log().read(offset, chunkBytes(), end, true);
        if (result instanceof ReadResult.Read read) {
            return replay(read.slice());
        }
        // The log's start has moved on, or a segment was replaced: the newest view knows where to go on.
        return offset < end;
    }

    /** A small log is read with a small buffer: most partitions hold next to nothing. */
    private int chunkBytes() {
        return buffer.capacity() == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES;
    }

    /** Returns whether there was anything. */
    private boolean replay(LogSlice slice) {
        try {
            if (slice.isEmpty()) {
                return false;
            }
            if (buffer.capacity() < slice.length()) {
                buffer = ByteBuffer.allocate(slice.length());
            }
            buffer.clear();
            slice.copyTo(buffer);
            buffer.flip();
        } finally {
            slice.release();
        }
        long before = offset;
        for (MutableRecordBatch batch : MemoryRecords.readableRecords(buffer).batches()) {
            if (batch.lastOffset() >= offset && batch.baseOffset() < end) {
                replay(batch);
                offset = batch.nextOffset();
            }
        }
        return offset > before;
    }

    private void replay(MutableRecordBatch batch) {
        Optional<TransactionalProducer> transaction = batch.isTransactional()
                ? Optional.of(new TransactionalProducer(batch.producerId(), batch.producerEpoch()))
                : Optional.empty();
        for (Record record : batch) {
            if (record.offset() >= offset && record.hasKey()) {
                if (batch.isControlBatch()) {
                    end(batch.producerId(), record);
                } else {
                    replay(record, transaction);
                }
            }
        }
    }

    private void end(long producerId, Record marker) {
        ControlRecordType type = ControlRecordType.parse(marker.key());
        if (type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT) {
            boolean committed = type == ControlRecordType.COMMIT;
            transactions.end(producerId).forEach(id -> replay(term.kind().transactionEnded(id, producerId, committed)));
        }
    }

    private void replay(Record record, Optional<TransactionalProducer> transaction) {
        try {
            term.kind().read(record.key(), record.value(), transaction).ifPresent(this::replay);
        } catch (MalformedRecordException malformed) {
            LOG.warn(
                    "skipping a malformed record: partition={} offset={}: {}",
                    term.partition().id().topicPartition(),
                    record.offset(),
                    malformed.getMessage());
        }
    }

    private void replay(CoordinatorRecord record) {
        transactions.note(record);
        entities.computeIfAbsent(record.entityId(), term.kind()::create).replay(record);
    }
}
