package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.SmallDisk;
import io.ottla.multinode.workload.Workload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The disk of one of three nodes fills up while clients work, and has room again. */
class FullDiskOfOneIT {
    private static final int FULL = 2;

    @Test
    void nothingIsLostWhenTheDiskOfOneNodeIsFull() {
        try (SmallDisk disk = SmallDisk.mount(96);
                ClusterOfProcesses cluster = ClusterOfProcesses.start(
                        3,
                        NodeSettings.named("FullDiskOfOneIT").with("replica.lag.time.max.ms", "3000"),
                        (node, same) -> node == FULL ? same.withData(disk.folder("data")) : same)) {
            long pid = cluster.node(FULL).pid();
            try (Workload workload = Workload.replicated(cluster, "filling", 3)) {
                workload.awaitProgress(1_000);

                disk.fillUp();
                // It can neither lead nor follow; the others go on with what they lead.
                Awaitility.await("the full node has left an ISR")
                        .atMost(ClusterOfProcesses.WITHIN)
                        .until(() -> cluster.inSyncReplicas("filling").values().stream()
                                .anyMatch(isr -> !isr.contains(FULL)));
                workload.awaitAcknowledged(1_000);

                disk.free();
                cluster.awaitAllInSync("filling");
                workload.awaitProgress(1_000);
                workload.finish();
            }
            assertThat(cluster.node(FULL).isAlive()).isTrue();
            assertThat(cluster.node(FULL).pid()).isEqualTo(pid);
            cluster.closeAndForget();
        }
    }
}
