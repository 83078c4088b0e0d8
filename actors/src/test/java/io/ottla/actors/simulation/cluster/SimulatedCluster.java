package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.simulation.SimulatedTime;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** What a {@link Workload} sees of a cluster: its nodes, numbered from 1 on, who leads, and the network. */
public final class SimulatedCluster {
    private final SimulatedWorld world;

    SimulatedCluster(SimulatedWorld world) {
        this.world = world;
    }

    /** The dice of this seed. */
    public Random random() {
        return world.random;
    }

    /** The clock. */
    public SimulatedTime time() {
        return world.time;
    }

    /** How many nodes there are. */
    public int nodes() {
        return world.nodes.size();
    }

    /** A place in the network that is no node: it can be reached by all of them, always, but for what the network loses. */
    public int outside() {
        return world.nodes.size() + 1;
    }

    /** Sends a message; it may get lost, be late, or arrive twice. */
    public void send(int from, int to, Runnable delivery) {
        world.network.send(from, to, delivery);
    }

    /** Notes something for who looks at a failing seed. */
    public void trace(Supplier<String> what) {
        world.trace.tell(what);
    }

    /** The leader that a node knows of, 0 for none. */
    public int leaderAsSeenBy(int node, int partition) {
        return leader(
                world.node(node).image().topics().topic(SimulatedWorld.TOPIC).flatMap(t -> t.partition(partition)));
    }

    /** The leader that the controller has decided on, 0 for none. */
    public int leaderOf(int partition) {
        return leader(world.controller
                .committed()
                .topics()
                .topic(SimulatedWorld.TOPIC)
                .flatMap(t -> t.partition(partition)));
    }

    private static int leader(Optional<PartitionImage> image) {
        return image.filter(PartitionImage::hasLeader)
                .map(PartitionImage::leader)
                .orElse(0);
    }

    /** A node's leadership of a partition, if it has it and runs. */
    public Optional<SimulatedLeadership> leadership(int node, int partition) {
        if (node == 0 || !world.node(node).isRunning()) {
            return Optional.empty();
        }
        return world.node(node)
                .replica(partition)
                .filter(SimulatedReplica::isLeading)
                .map(replica -> new SimulatedLeadership(world, world.node(node), partition, replica));
    }

    /** Whether so many replicas of a partition were lost at once that nothing is promised of it any more. */
    public boolean isExcused(int partition) {
        return world.invariants.isExcused(partition);
    }
}
