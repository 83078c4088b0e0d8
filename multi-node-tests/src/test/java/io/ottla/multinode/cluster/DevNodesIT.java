package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.NodeView;
import io.ottla.multinode.harness.Ottla;
import io.ottla.multinode.harness.OttlaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code ottla dev --nodes 3}: one command starts a cluster whose nodes may be killed, and tells how. */
class DevNodesIT {
    private static final Pattern NODE =
            Pattern.compile("(?m)^node (\\d): pid (\\d+), data (\\S+), Kafka at (\\S+), HTTP at http://(\\S+)$");

    /** What the command says of a node. */
    private record Told(int node, long pid, Path data, String kafka, String http) {
        boolean isAlive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    @Test
    void itsNodesAreAClusterThatOutlivesOneOfThemAndTheyEndTogether() {
        try (OttlaProcess dev =
                OttlaProcess.start(NodeSettings.named("DevNodesIT").asDevNodes(3))) {
            List<Told> nodes = told(dev);
            assertThat(nodes).extracting(Told::node).containsExactly(1, 2, 3);
            assertThat(nodes).allSatisfy(node -> {
                assertThat(node.isAlive()).isTrue();
                assertThat(node.data()).isDirectory();
            });
            String bootstrap = nodes.stream().map(Told::kafka).collect(Collectors.joining(","));
            assertThat(dev.said())
                    .contains(
                            "3 nodes, Kafka at " + bootstrap,
                            "kill -9 " + nodes.get(0).pid());
            JavaClients.createTopic(bootstrap, new NewTopic("tried", 3, (short) 3));
            JavaClients.produce(bootstrap, "tried", 0, 10);
            awaitBrokers(nodes.get(1), 1, 2, 3);

            ClientProcess.command("kill", "-9", String.valueOf(nodes.get(0).pid()))
                    .output();
            awaitBrokers(nodes.get(1), 2, 3);
            JavaClients.produce(bootstrap, "tried", 0, 10);
            assertThat(JavaClients.readAll(bootstrap, "tried")).hasSize(20);
            assertThat(dev.said()).contains("node 1 has ended with exit code 137", "start --node-id 1 --data");

            assertThat(dev.terminate()).isZero();
            assertThat(nodes).noneMatch(Told::isAlive);
        }
    }

    @Test
    void refusesMoreNodesThanMakeSenseAndThoseThatWouldJoinOthers() {
        assertUsage("is not between 1 and 9", "dev", "--nodes", "10");
        assertUsage("leave --join", "dev", "--nodes", "3", "--join", "127.0.0.1:2551");
    }

    private static void assertUsage(String said, String... words) {
        ClientProcess.Result result = Ottla.run(words).run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(said);
    }

    private static List<Told> told(OttlaProcess dev) {
        return NODE.matcher(dev.said())
                .results()
                .map(line -> new Told(
                        Integer.parseInt(line.group(1)),
                        Long.parseLong(line.group(2)),
                        Path.of(line.group(3)),
                        line.group(4),
                        line.group(5)))
                .toList();
    }

    private static void awaitBrokers(Told asked, Integer... ids) {
        Awaitility.await("brokers " + List.of(ids))
                .atMost(ClusterOfProcesses.WITHIN)
                .ignoreExceptions()
                .until(() -> NodeView.of(asked.kafka()).brokers().equals(Set.of(ids)));
    }
}
