package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's own consumer, which says in which rack it is, in a cluster of one broker in each of three racks. */
class RacksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SELECTOR = "org.apache.kafka.common.replica.RackAwareReplicaSelector";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final int LEADERS = -1;

    private final List<PollingMember> members = new ArrayList<>();
    private OttlaCluster cluster;

    @BeforeEach
    void start() {
        OttlaCluster.Builder builder = OttlaCluster.builder().brokers(3).set("replica.selector.class", SELECTOR);
        IntStream.rangeClosed(1, 3).forEach(broker -> builder.set(broker, "broker.rack", rack(broker)));
        cluster = builder.start();
    }

    @AfterEach
    void end() {
        members.forEach(PollingMember::close);
        cluster.close();
    }

    @Test
    void aConsumerReadsFromTheReplicaInItsRackAndFromTheLeaderWhenThatIsGone() throws Exception {
        create(new NewTopic("orders", Map.of(0, List.of(1, 2, 3))));
        write(0, 100);
        try (KafkaConsumer<String, String> consumer = consumer(2)) {
            consumer.assign(List.of(ORDERS));
            consumer.seekToBeginning(List.of(ORDERS));
            List<String> values = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> poll(consumer, values) == 100 && readsFrom(consumer) == 2);

            write(100, 100);
            await().atMost(PATIENCE).until(() -> poll(consumer, values) == 200);
            assertThat(readsFrom(consumer)).isEqualTo(2);
            cluster.killBroker(2);
            write(200, 100);

            await().atMost(PATIENCE).until(() -> poll(consumer, values) == 300 && readsFrom(consumer) == LEADERS);
            assertThat(values)
                    .isEqualTo(IntStream.range(0, 300).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void membersOfAGroupAreGivenThePartitionsInTheirRacks() throws Exception {
        create(new NewTopic(
                "near",
                Map.of(0, List.of(1), 1, List.of(2), 2, List.of(3), 3, List.of(1), 4, List.of(2), 5, List.of(3))));
        for (int rack = 1; rack <= 3; rack++) {
            members.add(PollingMember.join(cluster, "neighbours", "near", Map.of("client.rack", rack(rack))));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(members)
                        .extracting(PollingMember::assigned)
                        .containsExactly(partitions(0, 3), partitions(1, 4), partitions(2, 5)));
    }

    private static String rack(int number) {
        return "rack-" + number;
    }

    private static Set<TopicPartition> partitions(int one, int other) {
        return Set.of(new TopicPartition("near", one), new TopicPartition("near", other));
    }

    private void create(NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private void write(int from, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < from + count; i++) {
                var unused = producer.send(new ProducerRecord<>("orders", 0, "key", String.valueOf(i)));
            }
        }
    }

    private KafkaConsumer<String, String> consumer(int rack) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "client.rack", rack(rack)),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static int poll(KafkaConsumer<String, String> consumer, List<String> values) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
        return values.size();
    }

    /** The replica that the consumer was told to read, as it says itself. */
    private static int readsFrom(KafkaConsumer<String, String> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals("preferred-read-replica"))
                .mapToInt(each -> ((Number) each.getValue().metricValue()).intValue())
                .findFirst()
                .orElse(LEADERS);
    }
}
