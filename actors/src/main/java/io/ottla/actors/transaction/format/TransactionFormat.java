package io.ottla.actors.transaction.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.transaction.state.StoredTransaction;
import io.ottla.actors.transaction.state.TransactionPhase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The value of a transaction. Written as version 1; version 0, which has no tagged fields, is read.
 *
 * <pre>
 *   version | producer id | epoch | timeout | phase | partitions | last update | start | tagged fields (v1)
 *   tagged: 0 previous producer id, 1 next producer id, 2 version of the client's transactions
 * </pre>
 */
final class TransactionFormat {
    private static final int FLEXIBLE = 1;
    private static final int PREVIOUS_ID_TAG = 0;
    private static final int NEXT_ID_TAG = 1;
    private static final int CLIENT_VERSION_TAG = 2;
    private static final int BUMPING_VERSION = 2;

    private TransactionFormat() {}

    static byte[] write(StoredTransaction transaction) {
        FieldWriter out = new FieldWriter()
                .int16(FLEXIBLE)
                .int64(transaction.producerId())
                .int16(transaction.epoch())
                .int32(transaction.timeoutMs())
                .int8(transaction.phase().code());
        writePartitions(transaction, out);
        out.int64(transaction.lastUpdateMs()).int64(transaction.startMs());
        writeTags(transaction, out);
        return out.toBytes();
    }

    private static void writePartitions(StoredTransaction transaction, FieldWriter out) {
        if (transaction.phase() == TransactionPhase.EMPTY) {
            out.unsignedVarint(0);
            return;
        }
        Map<String, Set<Integer>> topics = new TreeMap<>();
        transaction
                .partitions()
                .forEach(partition -> topics.computeIfAbsent(partition.topic(), unused -> new TreeSet<>())
                        .add(partition.partition()));
        out.unsignedVarint(topics.size() + 1);
        topics.forEach((topic, partitions) -> {
            out.compactString(topic).unsignedVarint(partitions.size() + 1);
            partitions.forEach(out::int32);
            out.unsignedVarint(0);
        });
    }

    private static void writeTags(StoredTransaction transaction, FieldWriter out) {
        List<Runnable> tags = new ArrayList<>();
        if (transaction.previousProducerId() != StoredTransaction.NONE) {
            tags.add(() -> tag(out, PREVIOUS_ID_TAG, Long.BYTES).int64(transaction.previousProducerId()));
        }
        if (transaction.nextProducerId() != StoredTransaction.NONE) {
            tags.add(() -> tag(out, NEXT_ID_TAG, Long.BYTES).int64(transaction.nextProducerId()));
        }
        if (transaction.bumpsEpoch()) {
            tags.add(() -> tag(out, CLIENT_VERSION_TAG, Short.BYTES).int16(BUMPING_VERSION));
        }
        out.unsignedVarint(tags.size());
        tags.forEach(Runnable::run);
    }

    private static FieldWriter tag(FieldWriter out, int tag, int bytes) {
        return out.unsignedVarint(tag).unsignedVarint(bytes);
    }

    static StoredTransaction read(ByteBuffer value) {
        FieldReader in = new FieldReader(value);
        int version = in.int16();
        if (version < 0 || version > FLEXIBLE) {
            throw new MalformedRecordException("a transaction of version " + version);
        }
        boolean flexible = version >= FLEXIBLE;
        long producerId = in.int64();
        short epoch = (short) in.int16();
        int timeoutMs = in.int32();
        int code = in.int8();
        TransactionPhase phase = TransactionPhase.ofCode(code)
                .orElseThrow(() -> new MalformedRecordException("a transaction of state " + code));
        Set<TopicPartition> partitions = readPartitions(in, flexible);
        long lastUpdateMs = in.int64();
        long startMs = in.int64();
        long[] ids = {StoredTransaction.NONE, StoredTransaction.NONE, 0};
        if (flexible) {
            in.taggedFields(tag -> {
                if (tag == PREVIOUS_ID_TAG || tag == NEXT_ID_TAG) {
                    ids[tag] = in.int64();
                } else if (tag == CLIENT_VERSION_TAG) {
                    ids[tag] = in.int16();
                }
            });
        }
        return new StoredTransaction(
                producerId,
                ids[PREVIOUS_ID_TAG],
                ids[NEXT_ID_TAG],
                epoch,
                timeoutMs,
                phase,
                partitions,
                lastUpdateMs,
                startMs,
                ids[CLIENT_VERSION_TAG] >= BUMPING_VERSION);
    }

    private static Set<TopicPartition> readPartitions(FieldReader in, boolean flexible) {
        Set<TopicPartition> partitions = new HashSet<>();
        int topics = flexible ? in.unsignedVarint() - 1 : in.int32();
        if (topics < 0) {
            return partitions;
        }
        for (int i = in.count(topics); i > 0; i--) {
            String topic = flexible ? in.compactString() : in.string();
            for (int left = in.count(flexible ? in.unsignedVarint() - 1 : in.int32()); left > 0; left--) {
                partitions.add(new TopicPartition(topic, in.int32()));
            }
            if (flexible) {
                in.taggedFields(tag -> {});
            }
        }
        return partitions;
    }
}
