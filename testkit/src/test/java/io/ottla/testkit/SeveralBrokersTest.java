package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@OttlaTest(brokers = 3)
class SeveralBrokersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void allBrokersAreOneCluster(OttlaCluster cluster) throws Exception {
        for (int broker = 1; broker <= 3; broker++) {
            try (Admin admin = admin(cluster.bootstrapServers(broker))) {
                assertThat(nodes(admin)).containsExactlyInAnyOrder(1, 2, 3);
            }
        }
    }

    @Test
    void aTopicMadeThroughOneBrokerIsThereOnAll(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster.bootstrapServers(2))) {
            admin.createTopics(List.of(new NewTopic("orders", 3, (short) 1)))
                    .all()
                    .get();
        }
        for (int broker = 1; broker <= 3; broker++) {
            try (Admin admin = admin(cluster.bootstrapServers(broker))) {
                Awaitility.await()
                        .atMost(SOON)
                        .until(() -> admin.listTopics().names().get().contains("orders"));
            }
        }
    }

    @Test
    void aKilledBrokerLeavesTheClusterAndComesBack(OttlaCluster cluster) {
        cluster.killBroker(1);
        try (Admin admin = admin(cluster.bootstrapServers())) {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(nodes(admin)).containsExactlyInAnyOrder(2, 3));
            cluster.startBroker(1);
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(nodes(admin)).containsExactlyInAnyOrder(1, 2, 3));
        }
    }

    @Test
    void aFourthBrokerJoinsByBeingToldOfOneOther(OttlaCluster cluster) {
        int added = cluster.addBroker();

        assertThat(added).isEqualTo(4);
        try (Admin admin = admin(cluster.bootstrapServers())) {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(nodes(admin)).containsExactlyInAnyOrder(1, 2, 3, 4));
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "100"));
    }

    private static Set<Integer> nodes(Admin admin) throws Exception {
        return admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
    }
}
