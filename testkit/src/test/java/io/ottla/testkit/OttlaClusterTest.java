package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@OttlaTest(settings = "num.partitions=3")
class OttlaClusterTest {
    @Test
    void servesKafkasClients(OttlaCluster cluster) throws Exception {
        send(cluster, "orders", List.of("tea", "coffee"));

        assertThat(receive(cluster, "orders", 2)).containsExactlyInAnyOrder("tea", "coffee");
    }

    @Test
    void takesItsSettingsFromTheAnnotation(OttlaCluster cluster) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic("by-default", java.util.Optional.empty(), java.util.Optional.empty())))
                    .all()
                    .get();
            assertThat(admin.describeTopics(List.of("by-default"))
                            .allTopicNames()
                            .get()
                            .get("by-default")
                            .partitions())
                    .hasSize(3);
        }
    }

    @Test
    @OttlaTest(settings = "auto.create.topics.enable=false")
    void aMethodAddsItsOwnSettings(OttlaCluster cluster) {
        assertThat(cluster.settings()).containsEntry("num.partitions", "3");
        assertThatThrownBy(() -> send(cluster, "nobody-made-it", List.of("tea")))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void aStoppedBrokerComesBackWithItsDataOnItsPort(OttlaCluster cluster) throws Exception {
        send(cluster, "orders", List.of("tea"));
        String before = cluster.bootstrapServers();

        cluster.stopBroker(1);
        assertThat(cluster.isRunning(1)).isFalse();
        cluster.startBroker(1);

        assertThat(cluster.bootstrapServers()).isEqualTo(before);
        send(cluster, "orders", List.of("coffee"));
        assertThat(receive(cluster, "orders", 2)).containsExactlyInAnyOrder("tea", "coffee");
    }

    @Test
    void everyTestHasAClusterOfItsOwn(OttlaCluster cluster) throws Exception {
        try (OttlaCluster other = OttlaCluster.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
            send(cluster, "here", List.of("tea"));

            assertThat(admin.listTopics().names().get()).isEmpty();
            assertThat(other.bootstrapServers()).isNotEqualTo(cluster.bootstrapServers());
        }
    }

    private static void send(OttlaCluster cluster, String topic, List<String> values) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "max.block.ms", "3000", "linger.ms", "0");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    private static List<String> receive(OttlaCluster cluster, String topic, int count) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> received : consumer.poll(Duration.ofMillis(200))) {
                    values.add(received.value());
                }
            }
        }
        return values;
    }
}
