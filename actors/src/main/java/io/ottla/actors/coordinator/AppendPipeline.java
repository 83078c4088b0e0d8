package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.partition.Partition;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The way from a shard to its partition's log. Writes that gather while the shard has other messages to handle share a batch, so the
 * busier it is the fewer batches it costs; a write is never cut. Several batches may be on their way: writes of one entity that depend
 * on each other come one at a time, and those of different entities do not.
 */
final class AppendPipeline {
    private static final short ACKS_ALL = -1;
    /** Coordinators send no sequence numbers; a batch of a producer must have some, and those of markers and coordinators go unchecked. */
    private static final int FIRST_SEQUENCE = 0;

    private static final int MAX_BATCHES_UNDER_WAY = 8;
    private static final int MAX_WAITING = 20_000;
    private static final int BATCH_OVERHEAD_BYTES = 61;
    private static final int RECORD_OVERHEAD_BYTES = 32;

    private final ShardTerm term;
    private final ActorRef<CoordinatorShard.Command> shard;
    private final Deque<Queued> waiting = new ArrayDeque<>();
    private boolean flushDue;
    private int underWay;

    AppendPipeline(ShardTerm term, ActorRef<CoordinatorShard.Command> shard) {
        this.term = term;
        this.shard = shard;
    }

    /** Takes a write; it is appended when the shard has handled what came with it. */
    void add(CoordinatorShard.Write write) {
        if (waiting.size() >= MAX_WAITING) {
            write.entity().tell(new EntityActor.Refused(write.writeId(), Errors.COORDINATOR_LOAD_IN_PROGRESS));
        } else {
            enqueue(QueuedWrite.of(write, term.kind()));
        }
    }

    /** Takes the end of a transaction; its marker comes behind every write that came before it. */
    void add(CoordinatorShard.EndTransaction end) {
        if (waiting.size() >= MAX_WAITING) {
            end.reply().complete(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        } else {
            enqueue(new QueuedEnd(end));
        }
    }

    private void enqueue(Queued item) {
        waiting.add(item);
        if (!flushDue) {
            flushDue = true;
            shard.tell(CoordinatorShard.Flush.INSTANCE);
        }
    }

    /** Appends what has gathered, as far as batches may be under way. */
    void flush() {
        flushDue = false;
        while (!waiting.isEmpty() && underWay < MAX_BATCHES_UNDER_WAY) {
            if (waiting.element() instanceof QueuedEnd end) {
                waiting.remove();
                append(end.end());
            } else {
                append(nextBatch());
            }
        }
    }

    /** A batch has arrived or was refused. */
    void answered() {
        underWay--;
        flush();
    }

    /** Nothing that waits will be appended any more; entities refuse their writes themselves. */
    void abandon() {
        for (Queued item : waiting) {
            if (item instanceof QueuedEnd end) {
                end.end().reply().complete(Errors.NOT_LEADER_OR_FOLLOWER);
            }
        }
        waiting.clear();
    }

    /** As many writes as fit, all of the same transaction or all of none. */
    private List<QueuedWrite> nextBatch() {
        List<QueuedWrite> batch = new ArrayList<>();
        int bytes = BATCH_OVERHEAD_BYTES;
        while (waiting.peek() instanceof QueuedWrite next) {
            boolean fits = bytes + next.bytes() <= term.kind().maxBatchBytes();
            if (!batch.isEmpty()
                    && !(fits && next.transaction().equals(batch.get(0).transaction()))) {
                break;
            }
            bytes += next.bytes();
            batch.add(next);
            waiting.remove();
        }
        return batch;
    }

    private void append(List<QueuedWrite> batch) {
        List<CoordinatorShard.Write> writes =
                batch.stream().map(QueuedWrite::write).toList();
        underWay++;
        term.partition()
                .tell(Partition.Append.ofCoordinator(
                        records(batch),
                        ACKS_ALL,
                        term.leaderEpoch(),
                        reply -> shard.tell(new CoordinatorShard.Appended(writes, Optional.empty(), reply))));
    }

    private void append(CoordinatorShard.EndTransaction end) {
        underWay++;
        term.partition()
                .tell(Partition.Append.ofMarker(
                        MarkerBatch.of(end.end(), term.moments().now().wallMs()),
                        end.end().nextEpoch(),
                        term.leaderEpoch(),
                        reply -> shard.tell(new CoordinatorShard.Appended(List.of(), Optional.of(end), reply))));
    }

    private MemoryRecords records(List<QueuedWrite> batch) {
        int bytes = BATCH_OVERHEAD_BYTES
                + batch.stream().mapToInt(QueuedWrite::bytes).sum();
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        Optional<TransactionalProducer> transaction = batch.get(0).transaction();
        MemoryRecordsBuilder builder = transaction
                .map(producer -> MemoryRecords.builder(
                        buffer,
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        Compression.NONE,
                        TimestampType.CREATE_TIME,
                        0L,
                        RecordBatch.NO_TIMESTAMP,
                        producer.id(),
                        producer.epoch(),
                        FIRST_SEQUENCE,
                        true,
                        RecordBatch.NO_PARTITION_LEADER_EPOCH))
                .orElseGet(() -> MemoryRecords.builder(buffer, Compression.NONE, TimestampType.CREATE_TIME, 0L));
        long now = term.moments().now().wallMs();
        for (QueuedWrite write : batch) {
            write.records().forEach(record -> builder.append(now, record.key(), record.value()));
        }
        return builder.build();
    }

    /** What waits to be appended, in order. */
    private sealed interface Queued {}

    private record QueuedEnd(CoordinatorShard.EndTransaction end) implements Queued {}

    /** A write as the log will hold it. */
    private record QueuedWrite(CoordinatorShard.Write write, List<KeyAndValue> records, int bytes) implements Queued {
        static QueuedWrite of(CoordinatorShard.Write write, CoordinatorKind kind) {
            List<KeyAndValue> records = write.records().stream()
                    .map(record -> KeyAndValue.of(record, kind))
                    .toList();
            return new QueuedWrite(
                    write,
                    records,
                    records.stream().mapToInt(KeyAndValue::bytes).sum());
        }

        Optional<TransactionalProducer> transaction() {
            return write.records().get(0).writtenIn();
        }
    }

    private record KeyAndValue(ByteBuffer key, @Nullable ByteBuffer value) {
        static KeyAndValue of(CoordinatorRecord record, CoordinatorKind kind) {
            byte[] value = kind.value(record);
            return new KeyAndValue(ByteBuffer.wrap(kind.key(record)), value == null ? null : ByteBuffer.wrap(value));
        }

        int bytes() {
            return RECORD_OVERHEAD_BYTES + key.remaining() + (value == null ? 0 : value.remaining());
        }
    }
}
