package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records through kafka-clients 4.4: what goes in comes out. */
class JavaRecordsIT {
    /** When the first record of a topic was made; recent, or retention would rightly delete it. */
    private static final long FIRST_MS = System.currentTimeMillis() - 60_000;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void keepsKeysHeadersAndTimestampsInEveryCompression(String codec) {
        String topic = "codec-" + codec;
        JavaClients.createTopic(NODE.bootstrap(), topic, 1, Map.of());

        produce(topic, Map.of("compression.type", codec, "linger.ms", 20), 50);

        List<ConsumerRecord<String, String>> all = JavaClients.readAll(NODE.bootstrap(), topic);
        assertThat(all).hasSize(50);
        for (int i = 0; i < all.size(); i++) {
            ConsumerRecord<String, String> record = all.get(i);
            assertThat(record.offset()).isEqualTo(i);
            assertThat(record.key()).isEqualTo("key-" + i);
            assertThat(record.value()).isEqualTo("value-" + i);
            assertThat(record.timestamp()).isEqualTo(FIRST_MS + i);
            assertThat(record.headers().lastHeader("number").value())
                    .isEqualTo(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void storesRecordsWithEveryKindOfAcknowledgement(String acks) {
        String topic = "acks-" + acks;
        JavaClients.createTopic(NODE.bootstrap(), topic, 1, Map.of());

        produce(topic, Map.of("acks", acks, "enable.idempotence", false), 20);

        // Nobody tells the producer when records sent with acks=0 are stored.
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(JavaClients.readAll(NODE.bootstrap(), topic)).hasSize(20));
    }

    @Test
    void keepsNullKeysAndNullValues() {
        JavaClients.createTopic(NODE.bootstrap(), "nulls", 1, Map.of());
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            JavaClients.get(producer.send(new ProducerRecord<>("nulls", null, "no key")));
            JavaClients.get(producer.send(new ProducerRecord<>("nulls", "tombstone", null)));
        }
        List<ConsumerRecord<String, String>> all = JavaClients.readAll(NODE.bootstrap(), "nulls");
        assertThat(all).extracting(ConsumerRecord::key).containsExactly(null, "tombstone");
        assertThat(all).extracting(ConsumerRecord::value).containsExactly("no key", null);
    }

    @Test
    void compressesAgainWhenTheTopicSaysSo() {
        JavaClients.createTopic(NODE.bootstrap(), "recompressed", 1, Map.of("compression.type", "zstd"));
        produce("recompressed", Map.of("compression.type", "gzip", "linger.ms", 20), 30);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "recompressed")).hasSize(30);
    }

    @Test
    void stampsRecordsItselfWhenTheTopicSaysSo() {
        JavaClients.createTopic(NODE.bootstrap(), "stamped", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        long before = System.currentTimeMillis();
        produce("stamped", Map.of(), 3);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "stamped"))
                .allSatisfy(record -> assertThat(record.timestamp()).isGreaterThanOrEqualTo(before));
    }

    @Test
    void makesATopicThatAProducerNames() {
        produce("made-by-its-producer", Map.of(), 1);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "made-by-its-producer"))
                .hasSize(1);
    }

    @Test
    void refusesARecordLargerThanTheTopicAllows() {
        JavaClients.createTopic(NODE.bootstrap(), "small", 1, Map.of("max.message.bytes", "2000"));
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            var send = producer.send(new ProducerRecord<>("small", "x".repeat(5_000)));
            assertThatThrownBy(() -> JavaClients.get(send)).isInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void seeksPausesAndResumes() {
        TopicPartition first = new TopicPartition("seeks", 0);
        TopicPartition second = new TopicPartition("seeks", 1);
        JavaClients.createTopic(NODE.bootstrap(), "seeks", 2, Map.of());
        JavaClients.produce(NODE.bootstrap(), "seeks", 0, 100);
        JavaClients.produce(NODE.bootstrap(), "seeks", 1, 100);

        try (Consumer<String, String> consumer = JavaClients.consumer(NODE.bootstrap(), Map.of())) {
            consumer.assign(List.of(first, second));
            consumer.seek(first, 90);
            consumer.seekToBeginning(List.of(second));
            consumer.pause(List.of(second));

            assertThat(poll(consumer, 10)).allSatisfy(record -> {
                assertThat(record.partition()).isZero();
                assertThat(record.offset()).isGreaterThanOrEqualTo(90);
            });

            consumer.resume(List.of(second));
            assertThat(poll(consumer, 100))
                    .allSatisfy(record -> assertThat(record.partition()).isEqualTo(1));
            consumer.seekToEnd(List.of(first));
            assertThat(consumer.position(first)).isEqualTo(100);
        }
    }

    @Test
    void findsOffsetsForTimes() {
        TopicPartition partition = new TopicPartition("times", 0);
        JavaClients.createTopic(NODE.bootstrap(), "times", 1, Map.of());
        produce("times", Map.of(), 10);

        try (Consumer<String, String> consumer = JavaClients.consumer(NODE.bootstrap(), Map.of())) {
            assertThat(offsetFor(consumer, partition, 0)).isEqualTo(new OffsetAndTimestamp(0, FIRST_MS));
            assertThat(offsetFor(consumer, partition, FIRST_MS + 4)).isEqualTo(new OffsetAndTimestamp(4, FIRST_MS + 4));
            assertThat(offsetFor(consumer, partition, FIRST_MS + 10)).isNull();
            assertThat(consumer.beginningOffsets(List.of(partition))).containsEntry(partition, 0L);
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 10L);
        }
    }

    @Test
    void readsAcrossManySegments() {
        JavaClients.createTopic(NODE.bootstrap(), "segments", 1, Map.of("segment.bytes", "1048576"));
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of("linger.ms", 5))) {
            for (int i = 0; i < 5_000; i++) {
                var unused = producer.send(new ProducerRecord<>("segments", "v".repeat(1_000) + i));
            }
        }
        assertThat(JavaClients.readAll(NODE.bootstrap(), "segments"))
                .hasSize(5_000)
                .isSortedAccordingTo((one, other) -> Long.compare(one.offset(), other.offset()));
    }

    private static OffsetAndTimestamp offsetFor(Consumer<?, ?> consumer, TopicPartition partition, long timestamp) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition);
        // The leader epoch is the client's business.
        return found == null ? null : new OffsetAndTimestamp(found.offset(), found.timestamp());
    }

    private static List<ConsumerRecord<String, String>> poll(Consumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> got = new ArrayList<>();
        Awaitility.await().until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(got::add);
            return got.size() >= count;
        });
        assertThat(got).hasSize(count);
        return got;
    }

    private static void produce(String topic, Map<String, ?> settings, int count) {
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), settings)) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(topic, null, FIRST_MS + i, "key-" + i, "value-" + i);
                record.headers().add("number", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
                var unused = producer.send(record);
            }
        }
    }
}
