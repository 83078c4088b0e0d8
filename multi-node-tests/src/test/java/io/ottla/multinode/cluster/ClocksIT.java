package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.clock.ClockAgentJar;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clocks of three nodes are five hours apart: nothing in the cluster may depend on them. */
class ClocksIT {
    @TempDir
    Path folder;

    @Test
    void aClusterWhoseClocksAreHoursApartFailsOverAndLosesNothing() {
        ClockAgentJar agent = ClockAgentJar.in(folder);
        try (ClusterOfProcesses cluster = ClusterOfProcesses.start(
                3,
                NodeSettings.named("ClocksIT"),
                (node, same) -> same.withEnvironment("OTTLA_OPTS", agent.option(Duration.ofHours(5L * (node - 1)))))) {
            assertThat(timesOf(cluster))
                    .as("the nodes' clocks, in hours from this one")
                    .contains(0L, 5L, 10L);
            try (Workload workload = Workload.replicated(cluster, "clocks", 3)) {
                workload.awaitProgress(1_000);
                for (int node = 1; node <= 3; node++) {
                    cluster.node(node).kill9();
                    workload.awaitProgress(1_000);
                    cluster.node(node).restart();
                    cluster.awaitAllInSync("clocks");
                }
                workload.finish();
            }
            cluster.closeAndForget();
        }
    }

    /** What the leaders of three partitions take for the time, in hours from now. */
    private static List<Long> timesOf(ClusterOfProcesses cluster) {
        JavaClients.createTopic(cluster.bootstrap(), "times", 3, Map.of("message.timestamp.type", "LogAppendTime"));
        try (Producer<String, String> producer = JavaClients.producer(cluster.bootstrap(), Map.of())) {
            return IntStream.range(0, 3)
                    .mapToObj(partition ->
                            JavaClients.get(producer.send(new ProducerRecord<>("times", partition, "key", "value"))))
                    .map(written -> Math.round((written.timestamp() - System.currentTimeMillis()) / 3_600_000.0))
                    .toList();
        }
    }
}
