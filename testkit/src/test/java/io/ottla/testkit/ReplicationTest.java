package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Replicated topics under Kafka's own clients. */
class ReplicationTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void acknowledgedRecordsSurviveTheirLeaderInOrderAndOnce() throws Exception {
        try (OttlaCluster cluster = three();
                Admin admin = admin(cluster)) {
            create(admin, "orders", 1);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<String, String> producer = producer(cluster, Map.of())) {
                for (int i = 0; i < 500; i++) {
                    sent.add(producer.send(new ProducerRecord<>("orders", 0, "key", "value " + i)));
                }
                sent.get(100).get();
                cluster.killBroker(partition(admin, "orders").leader().id());
                for (int i = 500; i < 1_000; i++) {
                    sent.add(producer.send(new ProducerRecord<>("orders", 0, "key", "value " + i)));
                }
                producer.flush();
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }

            assertThat(read(cluster, Map.of(), 1_000))
                    .isEqualTo(IntStream.range(0, 1_000)
                            .mapToObj(i -> "value " + i)
                            .toList());
        }
    }

    @Test
    void aReplicaLeavesTheIsrWithItsBrokerAndComesBackWithIt() throws Exception {
        try (OttlaCluster cluster = three();
                Admin admin = admin(cluster)) {
            create(admin, "orders", 1);
            int follower = partition(admin, "orders").replicas().get(2).id();

            cluster.killBroker(follower);
            awaitIsr(admin, 2);
            write(cluster, 100);
            cluster.startBroker(follower);

            awaitIsr(admin, 3);
            int leader = partition(admin, "orders").leader().id();
            cluster.stopBroker(leader);
            assertThat(read(cluster, Map.of(), 100)).hasSize(100);
        }
    }

    @Test
    void aTransactionOverPartitionsOfAllBrokersEndsEverywhere() throws Exception {
        try (OttlaCluster cluster = three();
                Admin admin = admin(cluster)) {
            create(admin, "orders", 6);
            try (KafkaProducer<String, String> producer = producer(cluster, Map.of("transactional.id", "till"))) {
                producer.initTransactions();
                for (int round = 0; round < 6; round++) {
                    producer.beginTransaction();
                    for (int partition = 0; partition < 6; partition++) {
                        producer.send(new ProducerRecord<>("orders", partition, "key", "round " + round));
                    }
                    if (round % 2 == 0) {
                        producer.commitTransaction();
                    } else {
                        producer.abortTransaction();
                    }
                }
            }

            assertThat(read(cluster, Map.of("isolation.level", "read_committed"), 3))
                    .containsExactly("round 0", "round 2", "round 4");
        }
    }

    private static OttlaCluster three() {
        return OttlaCluster.builder()
                .brokers(3)
                .set("default.replication.factor", "3")
                .set("min.insync.replicas", "2")
                .set("offsets.topic.replication.factor", "3")
                .set("transaction.state.log.replication.factor", "3")
                .start();
    }

    private static void create(Admin admin, String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 3)))
                .all()
                .get();
    }

    private static TopicPartitionInfo partition(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0);
    }

    private static void awaitIsr(Admin admin, int size) {
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(partition(admin, "orders").isr())
                        .extracting(Node::id)
                        .hasSize(size));
    }

    private static void write(OttlaCluster cluster, int records) throws Exception {
        try (KafkaProducer<String, String> producer = producer(cluster, Map.of())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "key", "value " + i));
            }
            producer.flush();
        }
    }

    private static List<String> read(OttlaCluster cluster, Map<String, String> settings, int count) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", cluster.bootstrapServers());
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(ORDERS));
            consumer.seekToBeginning(List.of(ORDERS));
            Awaitility.await().atMost(SOON).until(() -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                    values.add(each.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    private static KafkaProducer<String, String> producer(OttlaCluster cluster, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", cluster.bootstrapServers());
        all.put("acks", "all");
        all.put("batch.size", "200");
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static Admin admin(OttlaCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", "100"));
    }
}
