package io.ottla.testkit;

import static io.ottla.testkit.TwoLogDirs.PATIENCE;
import static io.ottla.testkit.TwoLogDirs.admin;
import static io.ottla.testkit.TwoLogDirs.all;
import static io.ottla.testkit.TwoLogDirs.createTopic;
import static io.ottla.testkit.TwoLogDirs.describe;
import static io.ottla.testkit.TwoLogDirs.ofTopic;
import static io.ottla.testkit.TwoLogDirs.replicas;
import static io.ottla.testkit.TwoLogDirs.valuesByPartition;
import static io.ottla.testkit.TwoLogDirs.withoutLeader;
import static io.ottla.testkit.TwoLogDirs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of several log directories fails, or a log in it, with real clients. */
class FailedDiskTest {
    @TempDir
    Path folder;

    @Test
    void aFailedDiskTakesItsPartitionsOfflineAndNoOthers() throws Exception {
        try (OttlaCluster cluster = twoDirs();
                Admin admin = admin(cluster)) {
            createTopic(cluster, "spread", 6);
            for (int partition = 0; partition < 6; partition++) {
                write(cluster, "spread", partition, 10, "value");
            }
            Set<TopicPartition> lost = ofTopic(replicas(cluster, second()), "spread");
            Set<TopicPartition> kept = ofTopic(replicas(cluster, first()), "spread");
            assertThat(lost).hasSize(3);
            assertThat(kept).hasSize(3);

            breakDisk(second());

            await().atMost(PATIENCE)
                    .until(() -> describe(cluster).get(second().toString()).error() != null);
            assertThat(describe(cluster).get(second().toString()).error()).isInstanceOf(KafkaStorageException.class);
            await().atMost(PATIENCE).until(() -> withoutLeader(admin, "spread").equals(lost));
            for (TopicPartition partition : kept) {
                write(cluster, "spread", partition.partition(), 1, "more");
            }
            createTopic(cluster, "later", 4);
            await().atMost(PATIENCE)
                    .until(() -> ofTopic(replicas(cluster, first()), "later").size() == 4);

            cluster.stopBroker(1);
            cluster.startBroker(1);
            await().atMost(PATIENCE).until(() -> withoutLeader(admin, "spread").equals(lost));
            for (TopicPartition partition : kept) {
                write(cluster, "spread", partition.partition(), 1, "more");
            }

            cluster.stopBroker(1);
            repairDisk(second());
            cluster.startBroker(1);
            await().atMost(PATIENCE).until(() -> withoutLeader(admin, "spread").isEmpty());
            Map<Integer, List<String>> values = valuesByPartition(cluster, "spread", 6);
            lost.forEach(
                    partition -> assertThat(values.get(partition.partition())).hasSize(10));
            kept.forEach(
                    partition -> assertThat(values.get(partition.partition())).hasSize(12));
        }
    }

    @Test
    void aLogThatCannotBeOpenedTakesItsPartitionOfflineAndNoOther() throws Exception {
        try (OttlaCluster cluster = twoDirs();
                Admin admin = admin(cluster)) {
            createTopic(cluster, "spread", 6);
            for (int partition = 0; partition < 6; partition++) {
                write(cluster, "spread", partition, 10, "value");
            }
            TopicPartition damaged =
                    ofTopic(replicas(cluster, second()), "spread").iterator().next();
            cluster.killBroker(1);
            Path log = second().resolve(damaged.toString()).resolve("00000000000000000000.log");
            Files.delete(log);
            Files.createDirectory(log);

            cluster.startBroker(1);

            await().atMost(PATIENCE).until(() -> withoutLeader(admin, "spread").equals(Set.of(damaged)));
            assertThat(describe(cluster).get(second().toString()).error()).isNull();
            for (TopicPartition partition : all("spread", 6)) {
                if (!partition.equals(damaged)) {
                    write(cluster, "spread", partition.partition(), 1, "more");
                }
            }
        }
    }

    @Test
    void othersLeadWhatWasOnAFailedDiskAndNothingAcknowledgedIsLost() throws Exception {
        Path a = folder.resolve("one-a");
        Path b = folder.resolve("one-b");
        try (OttlaCluster cluster = OttlaCluster.builder()
                        .brokers(3)
                        .set("log.flush.offset.checkpoint.interval.ms", "300")
                        .set(1, "log.dirs", a + "," + b)
                        .start();
                Admin admin = admin(cluster)) {
            admin.createTopics(List.of(new NewTopic("safe", 6, (short) 3).configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
            AtomicBoolean done = new AtomicBoolean();
            PartitionWriter writer = new PartitionWriter(cluster, "safe", 6, done);
            writer.start();
            await().atMost(PATIENCE).until(() -> writer.count() > 200);

            breakDisk(b);

            await().atMost(PATIENCE)
                    .until(() ->
                            admin
                                    .describeTopics(List.of("safe"))
                                    .allTopicNames()
                                    .get()
                                    .get("safe")
                                    .partitions()
                                    .stream()
                                    .filter(partition -> Files.isDirectory(
                                            b.resolveSibling("one-b.gone").resolve("safe-" + partition.partition())))
                                    .allMatch(partition -> partition.leader() != null
                                            && partition.leader().id() != 1
                                            && partition.isr().size() == 2));
            int before = writer.count();
            await().atMost(PATIENCE).until(() -> writer.count() > before + 200);
            done.set(true);
            writer.join();

            assertThat(writer.failures).isEmpty();
            assertThat(valuesByPartition(cluster, "safe", 6)).isEqualTo(writer.acknowledged);
        }
    }

    private OttlaCluster twoDirs() {
        return TwoLogDirs.start(first(), second());
    }

    private Path first() {
        return folder.resolve("a");
    }

    private Path second() {
        return folder.resolve("b");
    }

    /** Nothing can be made or found in the directory any more; what is open stays open. */
    private static void breakDisk(Path directory) throws Exception {
        Files.move(directory, directory.resolveSibling(directory.getFileName() + ".gone"));
        Files.createFile(directory);
    }

    private static void repairDisk(Path directory) throws Exception {
        Files.delete(directory);
        Files.move(directory.resolveSibling(directory.getFileName() + ".gone"), directory);
    }
}
