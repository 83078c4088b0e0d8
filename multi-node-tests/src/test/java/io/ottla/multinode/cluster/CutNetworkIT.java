package io.ottla.multinode.cluster;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.NodeNetwork;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.workload.Workload;
import org.junit.jupiter.api.Test;

/** Links between nodes are cut while clients, which reach every node, work. */
class CutNetworkIT {
    private static final long SOME = 1_000;

    @Test
    void nothingIsLostOrDoubledWhenLinksAreCut() {
        try (NodeNetwork network = NodeNetwork.create(3);
                ClusterOfProcesses cluster = ClusterOfProcesses.start(3, NodeSettings.named("CutNetworkIT"), network)) {
            Workload workload = Workload.replicated(cluster.bootstrap(), "cut", 3);
            workload.awaitProgress(SOME);

            // The leader, which may be the controller too, on its own: the other two go on.
            network.isolate(cluster.leader("cut", 0));
            workload.awaitProgress(SOME);
            network.heal();
            cluster.awaitBrokers(1, 2, 3);

            network.cutOneWay(1, 2);
            workload.awaitProgress(SOME);
            network.heal();
            cluster.awaitBrokers(1, 2, 3);

            workload.awaitProgress(SOME);
            workload.finish();
        }
    }
}
