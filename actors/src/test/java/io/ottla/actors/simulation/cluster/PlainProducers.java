package io.ottla.actors.simulation.cluster;

import java.util.Optional;

/** Producers with acks=all, on every node, that believe what their node says about leaders. They write numbers that go up. */
final class PlainProducers implements Workload {
    private Optional<SimulatedCluster> begun = Optional.empty();
    private long nextValue;

    @Override
    public int partitions() {
        return 2;
    }

    @Override
    public void begin(SimulatedCluster cluster) {
        begun = Optional.of(cluster);
    }

    @Override
    public void tick(int node) {
        begun.ifPresent(cluster -> {
            for (int partition = 0; partition < partitions(); partition++) {
                if (cluster.random().nextInt(3) == 0) {
                    produce(cluster, cluster.leaderAsSeenBy(node, partition), partition);
                }
            }
        });
    }

    private void produce(SimulatedCluster cluster, int leader, int partition) {
        cluster.leadership(leader, partition).ifPresent(leading -> leading.append(nextValue++, () -> {}));
    }
}
