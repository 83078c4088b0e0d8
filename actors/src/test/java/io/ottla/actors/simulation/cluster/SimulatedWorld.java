package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.actors.simulation.SimulatedNetwork;
import io.ottla.actors.simulation.SimulatedTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What one simulated cluster is made of, and who of it reaches whom. Nodes are numbered from 1. */
final class SimulatedWorld {
    static final String TOPIC = "t";
    private static final long MAX_LAG_MS = 300;

    final Random random;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedNetwork network;
    final int partitions;
    final Trace trace = new Trace(time);
    final Invariants invariants = new Invariants(trace);
    final SimulatedController controller;
    final List<SimulatedNode> nodes;
    final Damages damages;

    /** The node that reaches no other; 0 for none. */
    private int isolated;

    /**
     * A world that has yet to begin.
     *
     * @param partitions how many its topic has
     */
    SimulatedWorld(long seed, Set<Rule> broken, int partitions) {
        this.partitions = partitions;
        random = new Random(seed);
        network = new SimulatedNetwork(time, random);
        SimulationRules rules =
                new SimulationRules(new ReplicationRules(SimulatedController.MIN_IN_SYNC, MAX_LAG_MS), broken);
        int count = random.nextBoolean() ? 3 : 5;
        nodes = IntStream.rangeClosed(1, count)
                .mapToObj(id -> new SimulatedNode(id, rules, invariants, random))
                .toList();
        damages = new Damages(this);
        controller = new SimulatedController(rules, this::onCommit, random);
    }

    private void onCommit(MetadataImage before, MetadataImage image) {
        invariants.committed(image);
        damages.onCommit(before, image);
    }

    SimulatedNode node(int id) {
        return nodes.get(id - 1);
    }

    SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Cuts a node from every other one. */
    void isolate(SimulatedNode node) {
        isolated = node.id();
        network.isolate(isolated, nodes.size());
    }

    /** Every link passes again. */
    void mendLinks() {
        isolated = 0;
        network.mend();
    }

    /** Whether the process that took over as controller runs and reaches the others. */
    boolean hasController() {
        SimulatedNode host = node(controller.host());
        return host.isRunning() && host.incarnation().equals(controller.hostIncarnation()) && host.id() != isolated;
    }

    /** Somebody takes over as controller, where a majority runs. */
    void electController() {
        List<SimulatedNode> candidates = nodes.stream()
                .filter(node -> node.isRunning() && node.id() != isolated)
                .toList();
        if (candidates.size() > nodes.size() / 2) {
            SimulatedNode chosen = candidates.get(random.nextInt(candidates.size()));
            trace.tell(() -> "node " + chosen.id() + " takes over as controller");
            controller.moveTo(chosen.id(), chosen.incarnation(), time.nowMs());
        }
    }
}
