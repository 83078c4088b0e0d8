package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeNetwork;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.workload.Workload;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links between nodes are cut while clients, which reach every node, work: one side goes on, nothing is lost, and all find together again. */
class CutNetworkIT {
    private static final long SOME = 1_000;

    private static NodeNetwork network;
    private static ClusterOfProcesses cluster;

    @BeforeAll
    static void begin() {
        network = NodeNetwork.create(3);
        cluster = ClusterOfProcesses.start(3, NodeSettings.named("CutNetworkIT"), network);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @AfterEach
    void healAll() {
        network.heal();
        awaitOneCluster();
    }

    @Test
    void aLeaderThatIsCutOffIsReplacedAndComesBack() {
        under("cut-leader", workload -> {
            int controller = cluster.controller();
            int leader = cluster.leader("cut-leader", 0);
            cutOff(leader == controller ? cluster.follower("cut-leader", 0) : leader, workload);
        });
    }

    @Test
    void aControllerThatIsCutOffIsReplacedAndComesBack() {
        under("cut-controller", workload -> cutOff(cluster.controller(), workload));
    }

    @Test
    void whatPassesInOneDirectionAloneHoldsNobodyUp() {
        under("one-way", workload -> {
            int controller = cluster.controller();
            network.cutOneWay(controller, controller % 3 + 1);
            workload.awaitProgress(SOME);
            network.heal();
            awaitOneCluster();
            int next = cluster.controller();
            network.cutOneWay(next % 3 + 1, next);
            workload.awaitProgress(SOME);
        });
    }

    /** A transaction whose coordinator cannot reach a leader waits for the network, as with Kafka: so only records are asked for. */
    @Test
    void twoThatLackOnlyEachOtherStayMembers() {
        under("pair", workload -> {
            int controller = cluster.controller();
            network.cut(controller % 3 + 1, (controller + 1) % 3 + 1);
            workload.awaitAcknowledged(SOME);
            assertThat(cluster.seenBy(controller).brokers()).contains(1, 2, 3);
        });
    }

    /** The smaller part goes on telling what it knew; what is decided meanwhile it learns when the network is whole again. */
    @Test
    void aMinorityServesWhatItKnewAndDecidesNothing() {
        int alone = cluster.controller();
        int other = alone % 3 + 1;
        network.isolate(alone);
        awaitLost(alone);
        JavaClients.createTopic(cluster.node(other).bootstrap(), "meanwhile", 1, Map.of());

        assertThat(cluster.seenBy(alone).brokers()).contains(alone);
        assertThat(cluster.seenBy(alone).topics()).doesNotContain("meanwhile");

        network.heal();
        Awaitility.await("the minority learns")
                .atMost(ClusterOfProcesses.WITHIN)
                .ignoreExceptions()
                .until(() -> cluster.seenBy(alone).topics().contains("meanwhile"));
    }

    private static void cutOff(int node, Workload workload) {
        network.isolate(node);
        workload.awaitProgress(SOME);
        awaitLost(node);
    }

    /** Waits until the others count a node as lost. */
    private static void awaitLost(int lost) {
        Awaitility.await("node " + lost + " is missed")
                .atMost(ClusterOfProcesses.WITHIN)
                .ignoreExceptions()
                .until(() -> IntStream.rangeClosed(1, 3)
                        .filter(node -> node != lost)
                        .noneMatch(node -> cluster.seenBy(node).brokers().contains(lost)));
    }

    private static void awaitOneCluster() {
        cluster.awaitAgreement(1, 2, 3);
    }

    private static void under(String topic, Consumer<Workload> faults) {
        try (Workload workload = Workload.replicated(cluster, topic, 3)) {
            workload.awaitProgress(SOME);
            faults.accept(workload);
            network.heal();
            awaitOneCluster();
            workload.awaitProgress(SOME);
            workload.finish();
        }
    }
}
