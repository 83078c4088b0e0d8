package io.ottla.testkit;

import static io.ottla.testkit.TwoLogDirs.PATIENCE;
import static io.ottla.testkit.TwoLogDirs.admin;
import static io.ottla.testkit.TwoLogDirs.all;
import static io.ottla.testkit.TwoLogDirs.createTopic;
import static io.ottla.testkit.TwoLogDirs.futures;
import static io.ottla.testkit.TwoLogDirs.move;
import static io.ottla.testkit.TwoLogDirs.moveOne;
import static io.ottla.testkit.TwoLogDirs.replicas;
import static io.ottla.testkit.TwoLogDirs.set;
import static io.ottla.testkit.TwoLogDirs.valuesByPartition;
import static io.ottla.testkit.TwoLogDirs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas move between log directories, with real clients. */
class LogDirsTest {
    private static final String RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

    @TempDir
    Path folder;

    @Test
    void replicasMoveWhileClientsWriteAndReadAndNothingIsLost() throws Exception {
        try (OttlaCluster cluster = twoDirs()) {
            createTopic(cluster, "moving", 4);
            AtomicBoolean done = new AtomicBoolean();
            PartitionWriter writer = new PartitionWriter(cluster, "moving", 4, done);
            writer.start();
            for (Path target : List.of(second(), first(), second())) {
                move(cluster, "moving", 4, target);
                await().atMost(PATIENCE)
                        .until(() -> replicas(cluster, target).keySet().containsAll(all("moving", 4)));
                await().atMost(PATIENCE).until(() -> futures(cluster).isEmpty());
            }
            done.set(true);
            writer.join();

            assertThat(writer.failures).isEmpty();
            assertThat(valuesByPartition(cluster, "moving", 4)).isEqualTo(writer.acknowledged);
            assertThat(first().resolve("moving-0")).doesNotExist();

            cluster.stopBroker(1);
            cluster.startBroker(1);
            assertThat(valuesByPartition(cluster, "moving", 4)).isEqualTo(writer.acknowledged);
            cluster.killBroker(1);
            cluster.startBroker(1);
            assertThat(valuesByPartition(cluster, "moving", 4)).isEqualTo(writer.acknowledged);
        }
    }

    @Test
    void aMoveIsHeldBackIsSeenAndGoesOnAfterARestart() throws Exception {
        try (OttlaCluster cluster = twoDirs()) {
            createTopic(cluster, "slow", 1);
            write(cluster, "slow", 0, 3_000, "x".repeat(1_000));
            Path from = placeOf("slow-0");
            Path to = from.equals(first()) ? second() : first();
            set(cluster, RATE, "1");

            move(cluster, "slow", 1, to);
            await().atMost(PATIENCE).until(() -> futures(cluster).size() == 1);
            ReplicaInfo future = futures(cluster).get(new TopicPartition("slow", 0));
            assertThat(future.offsetLag()).isPositive();
            assertThat(replicas(cluster, from)).containsKey(new TopicPartition("slow", 0));

            cluster.stopBroker(1);
            cluster.startBroker(1);
            await().atMost(PATIENCE).until(() -> futures(cluster).size() == 1);
            set(cluster, RATE, "1000000000");
            cluster.stopBroker(1);
            cluster.startBroker(1);
            await().atMost(PATIENCE)
                    .until(() -> replicas(cluster, to).containsKey(new TopicPartition("slow", 0))
                            && futures(cluster).isEmpty());
            assertThat(valuesByPartition(cluster, "slow", 1).get(0)).hasSize(3_000);
        }
    }

    @Test
    void aMoveBackToWhereTheReplicaIsEndsTheMove() throws Exception {
        try (OttlaCluster cluster = twoDirs()) {
            createTopic(cluster, "undecided", 1);
            write(cluster, "undecided", 0, 3_000, "x".repeat(1_000));
            Path from = placeOf("undecided-0");
            Path to = from.equals(first()) ? second() : first();
            set(cluster, RATE, "1");
            move(cluster, "undecided", 1, to);
            await().atMost(PATIENCE).until(() -> futures(cluster).size() == 1);

            move(cluster, "undecided", 1, from);

            await().atMost(PATIENCE).until(() -> futures(cluster).isEmpty());
            assertThat(replicas(cluster, from)).containsKey(new TopicPartition("undecided", 0));
            set(cluster, RATE, "1000000000");
        }
    }

    @Test
    void wrongMovesGetKafkasErrors() throws Exception {
        try (OttlaCluster cluster = twoDirs();
                Admin admin = admin(cluster)) {
            createTopic(cluster, "here", 1);

            assertThatThrownBy(() -> moveOne(admin, "here", folder.resolve("nowhere")))
                    .hasCauseInstanceOf(LogDirNotFoundException.class);
            assertThatThrownBy(() -> moveOne(admin, "unknown", first()))
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void aReplicaThatIsNotHereYetIsMadeWhereItWasWished() throws Exception {
        Path a = folder.resolve("second-a");
        Path b = folder.resolve("second-b");
        try (OttlaCluster cluster = OttlaCluster.builder()
                        .brokers(2)
                        .set(2, "log.dirs", a + "," + b)
                        .start();
                Admin admin = admin(cluster)) {
            admin.createTopics(List.of(new NewTopic("t", Map.of(0, List.of(1)))))
                    .all()
                    .get();
            assertThatThrownBy(
                            () -> admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("t", 0, 2), b.toString()))
                                    .all()
                                    .get())
                    .hasCauseInstanceOf(ReplicaNotAvailableException.class);

            admin.alterPartitionReassignments(Map.of(
                            new TopicPartition("t", 0),
                            Optional.of(new org.apache.kafka.clients.admin.NewPartitionReassignment(List.of(2)))))
                    .all()
                    .get();

            await().atMost(PATIENCE).until(() -> Files.exists(b.resolve("t-0")));
        }
    }

    private OttlaCluster twoDirs() {
        return TwoLogDirs.start(first(), second());
    }

    private Path placeOf(String partition) {
        return Files.isDirectory(first().resolve(partition)) ? first() : second();
    }

    private Path first() {
        return folder.resolve("a");
    }

    private Path second() {
        return folder.resolve("b");
    }
}
