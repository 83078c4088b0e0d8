package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.junit.jupiter.api.Test;

/** The metadata's voters in a cluster that grows, and loses the node with the controller. */
class QuorumTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aClusterThatGrewToThreeSurvivesTheLossOfItsFirstNode() throws Exception {
        try (OttlaCluster cluster = OttlaCluster.builder().brokers(1).start()) {
            cluster.addBroker();
            cluster.addBroker();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(voters(cluster.bootstrapServers(1))).hasSize(3));

            cluster.killBroker(1);

            try (Admin admin = admin(cluster.bootstrapServers(2))) {
                await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                    admin.createTopics(List.of(new NewTopic("after", 1, (short) 1)))
                            .all()
                            .get();
                });
            }
        }
    }

    private static List<QuorumInfo.ReplicaState> voters(String servers) throws Exception {
        try (Admin admin = admin(servers)) {
            return admin.describeMetadataQuorum().quorumInfo().get().voters();
        }
    }

    private static Admin admin(String servers) {
        return Admin.create(
                Map.of("bootstrap.servers", servers, "default.api.timeout.ms", "10000", "request.timeout.ms", "5000"));
    }
}
