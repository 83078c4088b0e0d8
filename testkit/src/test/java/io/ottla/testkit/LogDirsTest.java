package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several log directories, with real clients: replicas move between them, and one of them may fail. */
class LogDirsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

    @TempDir
    Path folder;

    @Test
    void replicasMoveWhileClientsWriteAndReadAndNothingIsLost() throws Exception {
        try (OttlaCluster cluster = twoDirs("flush.messages", "2147483647")) {
            create(cluster, "moving", 4);
            AtomicBoolean done = new AtomicBoolean();
            Writer writer = new Writer(cluster, "moving", 4, done);
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
            create(cluster, "slow", 1);
            write(cluster, "slow", 0, 3_000, "x".repeat(1_000));
            Path from = replicas(cluster, first()).isEmpty() ? second() : first();
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
            create(cluster, "undecided", 1);
            write(cluster, "undecided", 0, 3_000, "x".repeat(1_000));
            Path from = replicas(cluster, first()).isEmpty() ? second() : first();
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
            create(cluster, "here", 1);

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

    @Test
    void aFailedDiskTakesItsPartitionsOfflineAndNoOthers() throws Exception {
        try (OttlaCluster cluster = twoDirs();
                Admin admin = admin(cluster)) {
            create(cluster, "spread", 6);
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
            create(cluster, "later", 4);
            assertThat(ofTopic(replicas(cluster, first()), "later")).hasSize(4);

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
            Writer writer = new Writer(cluster, "safe", 6, done);
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

    /** Writes to every partition in turn, and remembers what was acknowledged. */
    private static final class Writer extends Thread {
        final Map<Integer, List<String>> acknowledged = new HashMap<>();
        final List<Exception> failures = new ArrayList<>();
        private final OttlaCluster cluster;
        private final String topic;
        private final int partitions;
        private final AtomicBoolean done;
        private final AtomicInteger count = new AtomicInteger();

        Writer(OttlaCluster cluster, String topic, int partitions, AtomicBoolean done) {
            super("writer");
            this.cluster = cluster;
            this.topic = topic;
            this.partitions = partitions;
            this.done = done;
            IntStream.range(0, partitions).forEach(partition -> acknowledged.put(partition, new ArrayList<>()));
        }

        int count() {
            return count.get();
        }

        @Override
        public void run() {
            try (KafkaProducer<String, String> producer = producer(cluster)) {
                for (int round = 0; !done.get(); round++) {
                    List<Future<RecordMetadata>> sent = new ArrayList<>();
                    for (int partition = 0; partition < partitions; partition++) {
                        sent.add(producer.send(new ProducerRecord<>(topic, partition, null, "" + round)));
                    }
                    producer.flush();
                    for (int partition = 0; partition < partitions; partition++) {
                        sent.get(partition).get();
                        acknowledged.get(partition).add("" + round);
                        count.incrementAndGet();
                    }
                }
            } catch (InterruptedException | ExecutionException | RuntimeException failure) {
                failures.add(failure);
            }
        }
    }

    private OttlaCluster twoDirs(String... more) {
        OttlaCluster.Builder builder = OttlaCluster.builder()
                .set("log.dirs", first() + "," + second())
                .set("log.flush.offset.checkpoint.interval.ms", "300");
        for (int i = 0; i < more.length; i += 2) {
            builder.set("log.flush.interval.messages", more[i + 1]);
        }
        return builder.start();
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

    private static void create(OttlaCluster cluster, String topic, int partitions) throws Exception {
        try (Admin admin = admin(cluster)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void write(OttlaCluster cluster, String topic, int partition, int records, String value)
            throws Exception {
        try (KafkaProducer<String, String> producer = producer(cluster)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static void move(OttlaCluster cluster, String topic, int partitions, Path to) throws Exception {
        Map<TopicPartitionReplica, String> wanted = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> wanted.put(new TopicPartitionReplica(topic, partition, 1), to.toString()));
        try (Admin admin = admin(cluster)) {
            admin.alterReplicaLogDirs(wanted).all().get();
        }
    }

    private static void moveOne(Admin admin, String topic, Path to) throws Exception {
        admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica(topic, 0, 1), to.toString()))
                .all()
                .get();
    }

    private static void set(OttlaCluster cluster, String name, String value) throws Exception {
        try (Admin admin = admin(cluster)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, ""),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Map<String, LogDirDescription> describe(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        }
    }

    private static Map<TopicPartition, ReplicaInfo> replicas(OttlaCluster cluster, Path directory) throws Exception {
        Map<TopicPartition, ReplicaInfo> current =
                new HashMap<>(describe(cluster).get(directory.toString()).replicaInfos());
        current.values().removeIf(ReplicaInfo::isFuture);
        return current;
    }

    private static Map<TopicPartition, ReplicaInfo> futures(OttlaCluster cluster) throws Exception {
        Map<TopicPartition, ReplicaInfo> moving = new HashMap<>();
        describe(cluster).values().forEach(directory -> moving.putAll(directory.replicaInfos()));
        moving.values().removeIf(replica -> !replica.isFuture());
        return moving;
    }

    private static Set<TopicPartition> ofTopic(Map<TopicPartition, ReplicaInfo> replicas, String topic) {
        Set<TopicPartition> found = new HashSet<>(replicas.keySet());
        found.removeIf(partition -> !partition.topic().equals(topic));
        return found;
    }

    private static Set<TopicPartition> all(String topic, int partitions) {
        Set<TopicPartition> all = new HashSet<>();
        IntStream.range(0, partitions).forEach(partition -> all.add(new TopicPartition(topic, partition)));
        return all;
    }

    private static Set<TopicPartition> withoutLeader(Admin admin, String topic) throws Exception {
        Set<TopicPartition> found = new HashSet<>();
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                .filter(partition -> partition.leader() == null)
                .forEach(partition -> found.add(new TopicPartition(topic, partition.partition())));
        return found;
    }

    private static Map<Integer, List<String>> valuesByPartition(OttlaCluster cluster, String topic, int partitions) {
        Map<Integer, List<String>> values = new HashMap<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            Set<TopicPartition> all = all(topic, partitions);
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            all.forEach(partition -> values.put(partition.partition(), new ArrayList<>()));
            consumer.seekToBeginning(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.get(record.partition()).add(record.value());
                }
            }
        }
        return values;
    }

    private static KafkaProducer<String, String> producer(OttlaCluster cluster) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all", "enable.idempotence", "true");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Admin admin(OttlaCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}
