package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The node of the controller is killed: another one goes on with the metadata that was acknowledged. */
@OttlaTest(brokers = 3)
class ControllerFailoverTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void anotherNodeGoesOnWhereTheKilledControllerEnded(OttlaCluster cluster) throws Exception {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", "100"))) {
            create(admin, "before", 3);
            int killed = admin.describeCluster().controller().get().id();

            cluster.killBroker(killed);

            create(admin, "after", 2);
            // The node that is asked may hear of it a moment after the one that answered.
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(admin.listTopics().names().get()).contains("before", "after"));
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    admin.describeCluster().controller().get().id())
                            .isNotEqualTo(killed));

            cluster.startBroker(killed);
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                assertThat(admin.describeCluster().nodes().get()).hasSize(3);
                assertThat(admin.describeTopics(List.of("before"))
                                .allTopicNames()
                                .get()
                                .get("before")
                                .partitions())
                        .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3));
            });
        }
    }

    private static void create(Admin admin, String topic, int copies) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 3, (short) copies)))
                .all()
                .get();
    }
}
