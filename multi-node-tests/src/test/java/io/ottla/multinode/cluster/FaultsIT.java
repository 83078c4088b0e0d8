package io.ottla.multinode.cluster;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.Workload;
import java.util.List;
import java.util.function.Consumer;
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
        for (OttlaProcess node : cluster.nodes()) {
            if (node.isAlive()) {
                node.sigcont();
            } else {
                node.restart();
            }
        }
        cluster.awaitBrokers(1, 2, 3);
    }

    @Test
    void aKilledLeaderIsReplaced() {
        under("killed-leader", workload -> killAndRestart(workload, cluster.leader("killed-leader", 0)));
    }

    @Test
    void aKilledControllerIsReplaced() {
        under("killed-controller", workload -> killAndRestart(workload, cluster.controller()));
    }

    @Test
    void twoOfThreeComeBack() {
        under("two-of-three", workload -> {
            int controller = cluster.controller();
            List<OttlaProcess> both = cluster.nodes().stream()
                    .filter(node -> node == cluster.node(controller) || node == cluster.node(controller % 3 + 1))
                    .toList();
            both.forEach(OttlaProcess::kill9);
            both.forEach(OttlaProcess::restart);
            workload.awaitProgress(SOME);
        });
    }

    @Test
    void aNodeThatStandsStillIsReplacedAndComesBack() {
        under("standstill", workload -> {
            OttlaProcess leader = cluster.node(cluster.leader("standstill", 0));
            leader.sigstop();
            workload.awaitProgress(SOME);
            leader.sigcont();
            cluster.awaitBrokers(1, 2, 3);
        });
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

    private void killAndRestart(Workload workload, int node) {
        cluster.node(node).kill9();
        workload.awaitProgress(SOME);
        cluster.node(node).restart();
        cluster.awaitBrokers(1, 2, 3);
    }

    private void under(String topic, Consumer<Workload> faults) {
        Workload workload = Workload.replicated(cluster.bootstrap(), topic, 3);
        workload.awaitProgress(SOME);
        faults.accept(workload);
        workload.awaitProgress(SOME);
        workload.finish();
    }
}
