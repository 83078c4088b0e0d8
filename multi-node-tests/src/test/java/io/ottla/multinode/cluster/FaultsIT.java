package io.ottla.multinode.cluster;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.Workload;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes of a cluster of three fail in every way while clients work: nothing acknowledged is lost, doubled or out of order. */
class FaultsIT {
    private static final long SOME = 1_500;

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.of(3);

    private final ClusterOfProcesses cluster = EXTENSION.cluster();

    /** Whatever a test did, the next one finds three nodes. */
    @AfterEach
    void reviveAll() {
        cluster.reviveAll();
    }

    @Test
    void aKilledLeaderIsReplaced() {
        under("killed-leader", workload -> killAndRestart(workload, cluster.leader("killed-leader", 0)));
    }

    @Test
    void aKilledFollowerIsGoneOnWithout() {
        under("killed-follower", workload -> killAndRestart(workload, cluster.follower("killed-follower", 0)));
    }

    @Test
    void aKilledControllerIsReplaced() {
        under("killed-controller", workload -> killAndRestart(workload, cluster.controller()));
    }

    /** Two of three at once leave no majority: nothing is acknowledged until one of them is back, and then everything goes on. */
    @Test
    void theControllerAndALeaderThatAreKilledAtOnceComeBack() {
        under("both", workload -> {
            int controller = cluster.controller();
            int leader = cluster.leader("both", 0);
            int other = leader == controller ? cluster.follower("both", 0) : leader;
            List<OttlaProcess> both =
                    Stream.of(controller, other).map(cluster::node).toList();
            both.forEach(OttlaProcess::kill9);
            cluster.node(other).restart();
            workload.awaitProgress(SOME);
            cluster.node(controller).restart();
            workload.awaitProgress(SOME);
        });
    }

    @Test
    void allThatAreKilledAtOnceComeBack() {
        under("all", workload -> {
            cluster.nodes().forEach(OttlaProcess::kill9);
            cluster.nodes().forEach(OttlaProcess::relaunch);
            cluster.nodes().forEach(OttlaProcess::awaitReady);
            workload.awaitProgress(SOME);
        });
    }

    @Test
    void aLeaderThatStandsStillIsReplacedAndComesBack() {
        under("standstill", workload -> haltAndContinue(workload, cluster.leader("standstill", 0)));
    }

    @Test
    void aControllerThatStandsStillIsReplacedAndComesBack() {
        under("halted-controller", workload -> haltAndContinue(workload, cluster.controller()));
    }

    @Test
    void everyNodeIsRestartedInTurn() {
        under("rolling", workload -> {
            for (OttlaProcess node : cluster.nodes()) {
                node.terminate();
                workload.awaitProgress(SOME);
                node.restart();
                cluster.awaitBrokers(1, 2, 3);
            }
        });
    }

    /** It fetches everything anew; when another one then dies, what it has is what counts. */
    @Test
    void aNodeThatReturnsWithAnEmptyDiskIsFilledAndCountsAgain() {
        under("empty-disk", workload -> {
            int wiped = cluster.leader("empty-disk", 0);
            cluster.node(wiped).kill9();
            workload.awaitProgress(SOME);
            cluster.node(wiped).wipe();
            cluster.node(wiped).restart();
            cluster.awaitAllInSync("empty-disk");
            killAndRestart(workload, wiped % 3 + 1);
        });
    }

    private void killAndRestart(Workload workload, int node) {
        cluster.node(node).kill9();
        workload.awaitProgress(SOME);
        cluster.node(node).restart();
        cluster.awaitBrokers(1, 2, 3);
    }

    /** It stands still until the others have gone on without it, and then finds out that it is no member any more. */
    private void haltAndContinue(Workload workload, int node) {
        cluster.node(node).sigstop();
        cluster.awaitAgreement(others(node));
        workload.awaitAcknowledged(SOME);
        cluster.node(node).sigcont();
        cluster.awaitAgreement(1, 2, 3);
    }

    private static Integer[] others(int node) {
        return Stream.of(1, 2, 3).filter(other -> other != node).toArray(Integer[]::new);
    }

    private void under(String topic, Consumer<Workload> faults) {
        try (Workload workload = Workload.replicated(cluster, topic, 3)) {
            workload.awaitProgress(SOME);
            // Two may be killed at once: a copy that was not in sync before is none.
            List.of(topic, "__consumer_offsets", "__transaction_state").forEach(cluster::awaitAllInSync);
            faults.accept(workload);
            workload.awaitProgress(SOME);
            workload.finish();
        }
    }
}
