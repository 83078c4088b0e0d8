package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Build;
import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.FreePorts;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.Ottla;
import io.ottla.multinode.harness.OttlaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three commands on three shells make a cluster, a fourth joins it by being told of one node; who does not belong is told so. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoinIT {
    /** Of the addresses that are kept for documentation. */
    private static final String NOBODYS_HOST = "192.0.2.1";

    @RegisterExtension
    static final ClusterExtension NODES = ClusterExtension.of(3);

    @TempDir
    Path dir;

    @Test
    @Order(1)
    void threeCommandsMakeACluster() {
        assertThat(cluster().brokers()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    @Order(2)
    void refusesANodeWithTheNumberOfAnother() {
        assertRefused(start("--node-id", "2", "--join", cluster().akka(1)), "node id 2", "--node-id");
    }

    @Test
    @Order(2)
    void refusesTheFolderOfANodeUnderAnotherNumber() {
        String folder = cluster().node(3).data().toString();
        cluster().node(3).kill9();
        assertRefused(
                ClientProcess.command(
                        words(folder, "--node-id", "7", "--join", cluster().akka(1))),
                "belongs to node 3",
                "--data");
        cluster().node(3).restart();
        cluster().awaitBrokers(1, 2, 3);
    }

    @Test
    @Order(2)
    void refusesAFolderOfAnotherCluster() {
        Path foreign = dir.resolve("foreign");
        try (OttlaProcess alone =
                OttlaProcess.start(NodeSettings.named("foreign").withData(foreign))) {
            assertThat(alone.terminate()).isZero();
        }
        assertRefused(
                ClientProcess.command(
                        words(foreign.toString(), "--join", cluster().akka(1))),
                "another cluster",
                "--join",
                "--data");
    }

    @Test
    @Order(2)
    void refusesToBeginAloneBesideOthers() {
        assertRefused(start("--bootstrap-expect", "1", "--join", cluster().akka(1)), "--bootstrap-expect 1", "--join");
    }

    @Test
    @Order(2)
    void aNodeThatOthersCannotReachSaysWhereItAwaitsThem() {
        try (OttlaProcess unreachable = launch(
                "unreachable",
                "--akka",
                ownAddress(),
                "--advertise",
                NOBODYS_HOST,
                "--join",
                cluster().akka(1))) {
            awaitTold(unreachable, "no answer from [" + cluster().akka(1) + "]", "at " + NOBODYS_HOST);
        }
        assertThat(cluster().brokers()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    @Order(2)
    void aNodeWhoseSeedsDoNotAnswerWaitsForThemAndSaysSo() {
        String seed = ownAddress();
        try (OttlaProcess waiting = launch("waiting", "--akka", ownAddress(), "--join", seed)) {
            awaitTold(waiting, "no answer from [" + seed + "]");
            try (OttlaProcess first = launch("seed", "--akka", seed)) {
                first.awaitReady();
                waiting.awaitReady();
            }
        }
    }

    @Test
    @Order(3)
    void aFourthNodeJoinsAndGetsANumberOfItsOwn() {
        cluster().join(settings -> settings);
        cluster().awaitBrokers(1, 2, 3, 4);
    }

    @Test
    @Order(4)
    void aKilledNodeComesBackAsItself() {
        cluster().node(1).kill9();
        cluster().awaitBrokers(2, 3, 4);
        cluster().node(1).restart();
        cluster().awaitBrokers(1, 2, 3, 4);
    }

    @Test
    @Order(5)
    void aDecommissionedNodeGivesItsReplicasAwayAndIsForgottenOnceItHasEnded() {
        JavaClients.createTopic(cluster().bootstrap(), new NewTopic("kept", 8, (short) 3));
        JavaClients.produce(cluster().bootstrap(), "kept", 0, 100);
        assertThat(cluster().holders("kept")).contains(2);
        ClientProcess.Result unknown = decommission(9).run();
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("no broker 9");

        assertThat(decommission(2).output()).contains("broker 2 at", "is empty: stop its process");
        assertThat(cluster().holders("kept")).containsExactlyInAnyOrder(1, 3, 4);
        assertThat(cluster().voters()).containsExactlyInAnyOrder(1, 3, 4);

        assertThat(cluster().node(2).terminate()).isZero();
        assertThat(decommission(2).output()).contains("broker 2 is no longer part of the cluster");
        cluster().awaitBrokers(1, 3, 4);
        assertThat(JavaClients.readAll(cluster().bootstrap(), "kept")).hasSize(100);
    }

    private static ClientProcess decommission(int node) {
        return Ottla.at(cluster().bootstrap(), "cluster", "decommission", String.valueOf(node));
    }

    private static ClusterOfProcesses cluster() {
        return NODES.cluster();
    }

    private static OttlaProcess launch(String name, String... options) {
        return OttlaProcess.launch(NodeSettings.named("JoinIT-" + name).inCluster(List.of(options)));
    }

    private static String ownAddress() {
        return FreePorts.addresses(1).get(0);
    }

    private static void awaitTold(OttlaProcess node, String... words) {
        Awaitility.await("node tells whom it waits for")
                .atMost(ClusterOfProcesses.WITHIN)
                .until(() -> List.of(words).stream().allMatch(node.log()::contains));
        assertThat(node.isAlive()).isTrue();
    }

    private ClientProcess start(String... more) {
        return ClientProcess.command(words(dir.resolve("new").toString(), more));
    }

    private static String[] words(String folder, String... more) {
        List<String> words = new ArrayList<>(List.of(Build.launcher().toString(), "start", "--data", folder));
        words.addAll(List.of("--kafka", "127.0.0.1:0", "--http", "127.0.0.1:0", "--akka", "127.0.0.1:0"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static void assertRefused(ClientProcess start, String... told) {
        ClientProcess.Result result = start.run();
        assertThat(result.exitCode()).as(result.story()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().reduce((first, last) -> last))
                .as(result.story())
                .hasValueSatisfying(line -> assertThat(line).contains(told).doesNotContain("\tat "));
    }
}
