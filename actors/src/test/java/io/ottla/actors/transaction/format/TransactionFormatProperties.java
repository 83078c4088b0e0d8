package io.ottla.actors.transaction.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.transaction.state.StoredTransaction;
import io.ottla.actors.transaction.state.TransactionPhase;
import io.ottla.actors.transaction.state.TransactionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records are what Kafka's own classes write, byte for byte. */
class TransactionFormatProperties {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesWhatKafkaWrites(long seed) {
        StoredTransaction transaction = any(new Random(seed));
        TransactionRecord.Stored record = new TransactionRecord.Stored("id-" + seed, transaction);

        assertThat(TransactionRecordCodec.key(record))
                .isEqualTo(bytes(MessageUtil.toVersionPrefixedByteBuffer(
                        (short) 0, new TransactionLogKey().setTransactionalId("id-" + seed))));
        assertThat(TransactionRecordCodec.value(record))
                .as("seed %d", seed)
                .isEqualTo(bytes(MessageUtil.toVersionPrefixedByteBuffer((short) 1, ofKafka(transaction))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWrites(long seed) {
        TransactionRecord.Stored record = new TransactionRecord.Stored("id", any(new Random(seed)));

        assertThat(TransactionRecordCodec.read(
                        ByteBuffer.wrap(TransactionRecordCodec.key(record)),
                        ByteBuffer.wrap(TransactionRecordCodec.value(record))))
                .as("seed %d", seed)
                .contains(record);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsTheFormatWithoutTags(long seed) {
        StoredTransaction transaction = withoutTags(any(new Random(seed)));
        ByteBuffer value = MessageUtil.toVersionPrefixedByteBuffer((short) 0, ofKafka(transaction));

        assertThat(TransactionFormat.read(value)).as("seed %d", seed).isEqualTo(transaction);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void saysOfDamagedBytesThatTheyAreMalformedAtMost(long seed) {
        Random random = new Random(seed);
        byte[] value = TransactionFormat.write(any(random));
        value[random.nextInt(value.length)] = (byte) random.nextInt();
        byte[] cut = Arrays.copyOf(value, random.nextInt(value.length + 1));
        try {
            TransactionFormat.read(ByteBuffer.wrap(cut));
        } catch (MalformedRecordException expected) {
            assertThat(expected).hasMessageContaining(" ");
        }
    }

    @Test
    void refusesAVersionItDoesNotKnow() {
        assertThatThrownBy(() -> TransactionFormat.read(ByteBuffer.wrap(new byte[] {0, 2})))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void readsATombstone() {
        byte[] key = TransactionRecordCodec.key(new TransactionRecord.Forgotten("id"));

        assertThat(TransactionRecordCodec.read(ByteBuffer.wrap(key), null))
                .contains(new TransactionRecord.Forgotten("id"));
    }

    private static StoredTransaction any(Random random) {
        TransactionPhase[] phases = TransactionPhase.values();
        TransactionPhase phase = phases[random.nextInt(phases.length)];
        Set<TopicPartition> partitions = new java.util.HashSet<>();
        if (phase != TransactionPhase.EMPTY) {
            for (int i = random.nextInt(20); i > 0; i--) {
                partitions.add(new TopicPartition("topic-" + random.nextInt(4), random.nextInt(300)));
            }
        }
        return new StoredTransaction(
                (random.nextLong() >>> 1),
                random.nextBoolean() ? -1 : random.nextInt(1000),
                random.nextBoolean() ? -1 : random.nextInt(1000),
                (short) random.nextInt(Short.MAX_VALUE),
                random.nextInt(),
                phase,
                Set.copyOf(partitions),
                (random.nextLong() >>> 1),
                random.nextBoolean() ? -1 : (random.nextLong() >>> 1),
                random.nextBoolean());
    }

    private static StoredTransaction withoutTags(StoredTransaction from) {
        return new StoredTransaction(
                from.producerId(),
                -1,
                -1,
                from.epoch(),
                from.timeoutMs(),
                from.phase(),
                from.partitions(),
                from.lastUpdateMs(),
                from.startMs(),
                false);
    }

    private static TransactionLogValue ofKafka(StoredTransaction transaction) {
        Map<String, Set<Integer>> topics = new TreeMap<>();
        transaction
                .partitions()
                .forEach(partition -> topics.computeIfAbsent(partition.topic(), unused -> new TreeSet<>())
                        .add(partition.partition()));
        List<TransactionLogValue.PartitionsSchema> partitions = new ArrayList<>();
        topics.forEach((topic, ids) -> partitions.add(
                new TransactionLogValue.PartitionsSchema().setTopic(topic).setPartitionIds(List.copyOf(ids))));
        return new TransactionLogValue()
                .setProducerId(transaction.producerId())
                .setPreviousProducerId(transaction.previousProducerId())
                .setNextProducerId(transaction.nextProducerId())
                .setProducerEpoch(transaction.epoch())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStatus((byte) transaction.phase().code())
                .setTransactionPartitions(transaction.phase() == TransactionPhase.EMPTY ? null : partitions)
                .setTransactionLastUpdateTimestampMs(transaction.lastUpdateMs())
                .setTransactionStartTimestampMs(transaction.startMs())
                .setClientTransactionVersion((short) (transaction.bumpsEpoch() ? 2 : 0));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
