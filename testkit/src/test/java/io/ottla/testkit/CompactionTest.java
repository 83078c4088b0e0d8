package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@OttlaTest(settings = "log.cleaner.backoff.ms=100")
class CompactionTest {
    private static final int KEYS = 10;
    private static final int ROUNDS = 60;

    @Test
    void aCompactedTopicKeepsTheLastValueOfEachKey(OttlaCluster cluster) throws Exception {
        create(cluster, "table", Map.of());
        write(cluster, "table");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> readAll(cluster, "table").size() < KEYS * ROUNDS / 4);

        List<ConsumerRecord<String, String>> left = readAll(cluster, "table");
        assertThat(table(left)).isEqualTo(expected());
        assertThat(left).extracting(ConsumerRecord::offset).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aTopicMayKeepTheLastFewValuesOfEachKey(OttlaCluster cluster) throws Exception {
        create(cluster, "history", Map.of("ottla.compaction.versions", "3"));
        write(cluster, "history");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> readAll(cluster, "history").size() < KEYS * ROUNDS / 4);

        List<ConsumerRecord<String, String>> left = readAll(cluster, "history");
        assertThat(table(left)).isEqualTo(expected());
        assertThat(left)
                .filteredOn(each -> each.key().equals("key-1"))
                .extracting(ConsumerRecord::value)
                .endsWith("57", "58", "59");
    }

    private static void create(OttlaCluster cluster, String topic, Map<String, String> more) throws Exception {
        Map<String, String> configs = new HashMap<>(Map.of(
                "cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01", "internal.segment.bytes", "2000"));
        configs.putAll(more);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configs)))
                    .all()
                    .get();
        }
    }

    /** Writes every key in every round; the last round is deleted again for key 0. */
    private static void write(OttlaCluster cluster, String topic) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers(), "linger.ms", "0");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int key = 0; key < KEYS; key++) {
                    producer.send(new ProducerRecord<>(topic, "key-" + key, "" + round));
                }
                producer.flush();
            }
            producer.send(new ProducerRecord<>(topic, "key-0", null)).get();
        }
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        for (int key = 1; key < KEYS; key++) {
            expected.put("key-" + key, "" + (ROUNDS - 1));
        }
        return expected;
    }

    private static Map<String, String> table(List<ConsumerRecord<String, String>> records) {
        Map<String, String> table = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            if (record.value() == null) {
                table.remove(record.key());
            } else {
                table.put(record.key(), record.value());
            }
        }
        return table;
    }

    private static List<ConsumerRecord<String, String>> readAll(OttlaCluster cluster, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
