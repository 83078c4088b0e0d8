package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What administrators get who ask for replicas that cannot be, or change their minds. */
@OttlaTest(brokers = 3)
class ReplicaAdministrationTest {
    private static final TopicPartition MOVED = new TopicPartition("moved", 0);
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aReplicationFactorAboveTheNumberOfBrokersIsRefused(OttlaCluster cluster) {
        try (Admin admin = admin(cluster)) {
            assertRefused(
                    admin.createTopics(List.of(new NewTopic("wide", 1, (short) 4)))
                            .all(),
                    InvalidReplicationFactorException.class);
            assertRefused(
                    admin.createTopics(List.of(new NewTopic("placed", Map.of(0, List.of(1, 9)))))
                            .all(),
                    InvalidReplicaAssignmentException.class);
        }
    }

    @Test
    void reassigningToAnUnknownBrokerIsRefusedAndChangesNothing(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            create(admin);
            assertRefused(reassign(admin, MOVED, 1, 9), InvalidReplicaAssignmentException.class);
            assertRefused(reassign(admin, MOVED, 1, 1), InvalidReplicaAssignmentException.class);
            assertRefused(reassign(admin, new TopicPartition("nowhere", 0), 1), UnknownTopicOrPartitionException.class);
            assertRefused(
                    admin.alterPartitionReassignments(Map.of(MOVED, Optional.empty()))
                            .all(),
                    NoReassignmentInProgressException.class);

            assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
        }
    }

    @Test
    void aTopicThatIsDeletedWhileItMovesIsGoneAndMayBeMadeAgain(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            create(admin);
            cluster.killBroker(3);
            reassign(admin, MOVED, 3).get();
            assertThat(admin.listPartitionReassignments().reassignments().get()).containsKey(MOVED);

            admin.deleteTopics(List.of("moved")).all().get();

            assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
            create(admin);
            cluster.startBroker(3);
            reassign(admin, MOVED, 3).get();
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> admin
                            .describeTopics(List.of("moved"))
                            .allTopicNames()
                            .get()
                            .get("moved")
                            .partitions()
                            .get(0)
                            .replicas()
                            .stream()
                            .allMatch(node -> node.id() == 3));
        }
    }

    private static void create(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic("moved", Map.of(0, List.of(1)))))
                .all()
                .get();
    }

    private static Future<Void> reassign(Admin admin, TopicPartition partition, Integer... replicas) {
        return admin.alterPartitionReassignments(
                        Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(replicas)))))
                .all();
    }

    private static void assertRefused(Future<?> asked, Class<? extends Exception> with) {
        assertThatThrownBy(asked::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(with);
    }

    private static Admin admin(OttlaCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", "100"));
    }
}
