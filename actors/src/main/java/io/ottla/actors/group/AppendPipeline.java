package io.ottla.actors.group;

import akka.actor.typed.ActorRef;
import io.ottla.actors.group.format.GroupRecordCodec;
import io.ottla.actors.group.state.GroupRecord;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.storage.AppendOrigin;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The way from a shard to its partition's log. Writes that gather while the shard has other messages to handle share a batch, so the
 * busier it is the fewer batches it costs; a write is never cut. Several batches may be on their way: writes of one group that depend
 * on each other come one at a time, and those of different groups do not.
 */
final class AppendPipeline {
    private static final short ACKS_ALL = -1;
    private static final int MAX_BATCHES_UNDER_WAY = 8;
    private static final int MAX_WRITES_WAITING = 20_000;
    private static final int BATCH_OVERHEAD_BYTES = 61;
    private static final int RECORD_OVERHEAD_BYTES = 32;

    private final ShardTerm term;
    private final ActorRef<CoordinatorShard.Command> shard;
    private final Deque<Encoded> waiting = new ArrayDeque<>();
    private boolean flushDue;
    private int underWay;

    AppendPipeline(ShardTerm term, ActorRef<CoordinatorShard.Command> shard) {
        this.term = term;
        this.shard = shard;
    }

    /** Takes a write; it is appended when the shard has handled what came with it. */
    void add(CoordinatorShard.Write write) {
        if (waiting.size() >= MAX_WRITES_WAITING) {
            write.group().tell(new GroupActor.Refused(write.writeId(), Errors.COORDINATOR_LOAD_IN_PROGRESS));
            return;
        }
        waiting.add(Encoded.of(write));
        if (!flushDue) {
            flushDue = true;
            shard.tell(CoordinatorShard.Flush.INSTANCE);
        }
    }

    /** Appends what has gathered, as far as batches may be under way. */
    void flush() {
        flushDue = false;
        while (!waiting.isEmpty() && underWay < MAX_BATCHES_UNDER_WAY) {
            append(nextBatch());
        }
    }

    /** A batch has arrived or was refused. */
    void answered() {
        underWay--;
        flush();
    }

    private List<Encoded> nextBatch() {
        List<Encoded> batch = new ArrayList<>();
        int bytes = BATCH_OVERHEAD_BYTES;
        while (!waiting.isEmpty()) {
            int more = waiting.element().bytes();
            if (!batch.isEmpty() && bytes + more > term.settings().maxBatchBytes()) {
                break;
            }
            bytes += more;
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void append(List<Encoded> batch) {
        underWay++;
        List<CoordinatorShard.Write> writes = batch.stream().map(Encoded::write).toList();
        term.partition()
                .tell(new Partition.Append(
                        records(batch),
                        ACKS_ALL,
                        AppendOrigin.COORDINATOR,
                        term.leaderEpoch(),
                        (AppendReply reply) -> shard.tell(new CoordinatorShard.Appended(writes, reply))));
    }

    private MemoryRecords records(List<Encoded> batch) {
        int bytes =
                BATCH_OVERHEAD_BYTES + batch.stream().mapToInt(Encoded::bytes).sum();
        MemoryRecordsBuilder builder =
                MemoryRecords.builder(ByteBuffer.allocate(bytes), Compression.NONE, TimestampType.CREATE_TIME, 0L);
        long now = term.moments().now().wallMs();
        for (Encoded write : batch) {
            for (KeyAndValue record : write.records()) {
                builder.append(now, record.key(), record.value());
            }
        }
        return builder.build();
    }

    /** A write as the log will hold it. */
    private record Encoded(CoordinatorShard.Write write, List<KeyAndValue> records, int bytes) {
        static Encoded of(CoordinatorShard.Write write) {
            List<KeyAndValue> records =
                    write.records().stream().map(KeyAndValue::of).toList();
            return new Encoded(
                    write,
                    records,
                    records.stream().mapToInt(KeyAndValue::bytes).sum());
        }
    }

    private record KeyAndValue(ByteBuffer key, @Nullable ByteBuffer value) {
        static KeyAndValue of(GroupRecord record) {
            byte[] value = GroupRecordCodec.value(record);
            return new KeyAndValue(
                    ByteBuffer.wrap(GroupRecordCodec.key(record)), value == null ? null : ByteBuffer.wrap(value));
        }

        int bytes() {
            return RECORD_OVERHEAD_BYTES + key.remaining() + (value == null ? 0 : value.remaining());
        }
    }
}
