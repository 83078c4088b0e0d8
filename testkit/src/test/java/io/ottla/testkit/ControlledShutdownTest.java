package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A broker that is told to stop leaves in order: clients write on, and find its partitions at the others. */
@OttlaTest(brokers = 3)
class ControlledShutdownTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void whatABrokerLedIsLedByOthersWhenItHasStopped(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            create(admin);
            int stopped = brokerWithoutController(admin);

            cluster.stopBroker(stopped);

            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                assertThat(partitions(admin)).allSatisfy(partition -> {
                    assertThat(partition.leader().id()).isNotEqualTo(stopped);
                    assertThat(partition.isr()).hasSize(2);
                });
                assertThat(admin.describeCluster().nodes().get()).hasSize(2);
            });
            cluster.startBroker(stopped);
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(partitions(admin))
                            .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3)));
        }
    }

    @Test
    void everyWriteIsAcknowledgedWhileABrokerStops(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            create(admin);
            AtomicBoolean ending = new AtomicBoolean();
            CountDownLatch writes = new CountDownLatch(1);
            CompletableFuture<List<Future<RecordMetadata>>> writing =
                    CompletableFuture.supplyAsync(() -> write(cluster, writes, ending));
            writes.await();

            cluster.stopBroker(brokerWithoutController(admin));

            ending.set(true);
            List<Future<RecordMetadata>> written = writing.get();
            assertThat(written).hasSizeGreaterThan(PARTITIONS);
            for (Future<RecordMetadata> one : written) {
                assertThat(one.get().hasOffset()).isTrue();
            }
        }
    }

    private static List<Future<RecordMetadata>> write(
            OttlaCluster cluster, CountDownLatch writes, AtomicBoolean ending) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "acks", "all",
                "enable.idempotence", "true",
                "delivery.timeout.ms", "20000",
                "request.timeout.ms", "5000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            while (!ending.get()) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    written.add(producer.send(new ProducerRecord<>(TOPIC, partition, "key", "value")));
                }
                producer.flush();
                writes.countDown();
            }
        }
        return written;
    }

    private static void create(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 3)))
                .all()
                .get();
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(partitions(admin))
                        .hasSize(PARTITIONS)
                        .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3)));
    }

    private static int brokerWithoutController(Admin admin) throws Exception {
        return admin.describeCluster().controller().get().id() % 3 + 1;
    }

    private static List<TopicPartitionInfo> partitions(Admin admin) throws Exception {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions();
    }

    private static Admin admin(OttlaCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", "100"));
    }
}
