package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.CommittedReader;
import io.ottla.multinode.workload.ExactlyOnceCopier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Members of one group, one of each protocol, copy records in transactions while nodes fail: the group changes its protocol to and fro,
 * and whoever reads committed records finds each of them once and in order.
 */
class ExactlyOnceIT {
    /** So many are written before each fault, and so many of them copied when it comes. */
    private static final int RECORDS = 1_000;

    private static final int SOME = 200;
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.with(
            3,
            settings -> settings.with("group.consumer.min.session.timeout.ms", "5000")
                    .with("group.consumer.session.timeout.ms", "6000"));

    private final ClusterOfProcesses cluster = EXTENSION.cluster();
    private final List<ExactlyOnceCopier> copiers = new ArrayList<>();
    private int written;

    @AfterEach
    void endCopiers() {
        copiers.forEach(ExactlyOnceCopier::close);
    }

    @Test
    void everyRecordIsCopiedOnceWhileACoordinatorStandsStillAndWhileAllNodesAreKilled() {
        createTopics();
        write();
        CommittedReader reader = CommittedReader.start(cluster.bootstrap(), "to", record -> {});
        copy("classic");
        copy("consumer");
        reader.awaitMore(SOME);

        OttlaProcess coordinator = cluster.node(transactionCoordinator("copier-classic"));
        coordinator.sigstop();
        reader.awaitMore(SOME);
        coordinator.sigcont();
        cluster.awaitBrokers(1, 2, 3);

        write();
        reader.awaitMore(SOME);
        cluster.nodes().forEach(OttlaProcess::kill9);
        cluster.nodes().forEach(OttlaProcess::relaunch);
        cluster.nodes().forEach(OttlaProcess::awaitReady);
        reader.awaitTotal(written);
        Awaitility.await("the offsets of all records").atMost(PATIENCE).until(() -> committed() == written);
        endCopiers();
        assertThat(byPartition(reader.finish(JavaClients.ends(cluster.bootstrap(), "to"))))
                .as("with copiers that began again %d times", restarts())
                .isEqualTo(allWritten());
    }

    private void createTopics() {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            Map<String, String> safe = Map.of("min.insync.replicas", "2");
            JavaClients.get(admin.createTopics(List.of(
                            new NewTopic("from", PARTITIONS, (short) 3).configs(safe),
                            new NewTopic("to", PARTITIONS, (short) 3).configs(safe)))
                    .all());
        }
    }

    private void write() {
        try (Producer<String, String> producer = JavaClients.producer(cluster.bootstrap(), Map.of())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int end = written + RECORDS; written < end; written++) {
                sent.add(producer.send(
                        new ProducerRecord<>("from", written % PARTITIONS, "key", String.valueOf(written))));
            }
            sent.forEach(JavaClients::get);
        }
    }

    private Map<Integer, List<String>> allWritten() {
        return IntStream.range(0, written)
                .boxed()
                .collect(Collectors.groupingBy(
                        number -> number % PARTITIONS, Collectors.mapping(String::valueOf, Collectors.toList())));
    }

    private int restarts() {
        return copiers.stream().mapToInt(ExactlyOnceCopier::restarts).sum();
    }

    private void copy(String protocol) {
        copiers.add(
                ExactlyOnceCopier.start(cluster.bootstrap(), "from", "to", "copiers", protocol, "copier-" + protocol));
    }

    private int transactionCoordinator(String transactionalId) {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            return JavaClients.get(
                            admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
                    .coordinatorId();
        }
    }

    private long committed() {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            return JavaClients.get(admin.listConsumerGroupOffsets("copiers").partitionsToOffsetAndMetadata())
                    .values()
                    .stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    private static Map<Integer, List<String>> byPartition(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::partition, Collectors.mapping(ConsumerRecord::value, Collectors.toList())));
    }
}
