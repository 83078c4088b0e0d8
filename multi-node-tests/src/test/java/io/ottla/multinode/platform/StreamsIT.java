package io.ottla.multinode.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.PeerProcess;
import io.ottla.multinode.harness.Peers;
import io.ottla.multinode.workload.CommittedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kafka Streams counts words under exactly_once_v2 while brokers and its own instances are killed. */
class StreamsIT {
    private static final int SOME = 1_500;

    /** How many words may be written and not counted yet: work never ends, and never piles up. */
    private static final int UNCOUNTED_MAX = 1_000;

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.of(3);

    @RegisterExtension
    final Peers peers = new Peers();

    private final ClusterOfProcesses cluster = EXTENSION.cluster();
    private final long seed = Long.getLong("ottla.seed", System.nanoTime());

    @Test
    void countsEveryWordExactlyOnceWhileBrokersAndItsOwnInstancesAreKilled() {
        createTopics();
        Semaphore room = new Semaphore(UNCOUNTED_MAX);
        PeerProcess one = startInstance("streams-one");
        PeerProcess two = startInstance("streams-two");
        LineWriter lines = LineWriter.start(cluster.bootstrap(), "lines", room, seed);
        CommittedReader counts = CommittedReader.start(cluster.bootstrap(), "counts", count -> room.release());
        counts.awaitMore(SOME);

        one.kill9();
        counts.awaitMore(SOME);
        one.restart();

        killAndRestartBroker(cluster.controller(), counts);
        killAndRestartBroker(coordinator(), counts);

        List<PeerProcess> both = List.of(one, two);
        both.forEach(PeerProcess::kill9);
        both.forEach(PeerProcess::restart);
        counts.awaitMore(SOME);

        Map<String, Integer> written = lines.finish();
        counts.awaitTotal(total(written));
        assertThat(both).as("instances that never gave up").allMatch(PeerProcess::isAlive);
        both.forEach(PeerProcess::terminate);
        Map<String, List<String>> found = byWord(counts.finish(JavaClients.ends(cluster.bootstrap(), "counts")));
        assertThat(found).as("every count of every word, with seed " + seed).isEqualTo(oneByOne(written));
    }

    private void createTopics() {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            Map<String, String> configs = Map.of("min.insync.replicas", "2");
            JavaClients.get(admin.createTopics(List.of(
                            new NewTopic("lines", 4, (short) 3).configs(configs),
                            new NewTopic("counts", 2, (short) 3).configs(configs)))
                    .all());
        }
    }

    private PeerProcess startInstance(String name) {
        Path dir = peers.folder(name);
        return peers.startSource(
                dir,
                "kafka-streams",
                "WordCount.java",
                cluster.bootstrap(),
                dir.resolve("state").toString(),
                "lines",
                "counts");
    }

    private void killAndRestartBroker(int node, CommittedReader counts) {
        cluster.node(node).kill9();
        counts.awaitMore(SOME);
        cluster.node(node).restart();
        cluster.awaitBrokers(1, 2, 3);
        counts.awaitMore(SOME);
    }

    /** The node that coordinates the application's group. */
    private int coordinator() {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            return JavaClients.get(
                            admin.describeConsumerGroups(List.of("word-count")).all())
                    .get("word-count")
                    .coordinator()
                    .id();
        }
    }

    private static int total(Map<String, Integer> written) {
        return written.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, List<String>> byWord(List<ConsumerRecord<String, String>> counts) {
        return counts.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key,
                        TreeMap::new,
                        Collectors.mapping(ConsumerRecord::value, Collectors.toList())));
    }

    /** A word written three times is counted 1, 2, 3. */
    private static Map<String, List<String>> oneByOne(Map<String, Integer> written) {
        return written.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        word -> IntStream.rangeClosed(1, word.getValue())
                                .mapToObj(String::valueOf)
                                .toList()));
    }
}
