package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
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
    private static final int FORCED_OF_TEN = 3;

    final Random random;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedNetwork network;
    final int partitions;
    final Trace trace = new Trace(time);
    final Invariants invariants = new Invariants(trace);
    final SimulatedController controller;
    final List<SimulatedNode> nodes;
    final Damages damages;
    final SimulationRules rules;
    final Operator operator = new Operator(this);

    /**
     * A world that has yet to begin.
     *
     * @param partitions how many its topic has
     */
    SimulatedWorld(long seed, Set<Rule> broken, int partitions) {
        this.partitions = partitions;
        random = new Random(seed);
        network = new SimulatedNetwork(time, random);
        rules = new SimulationRules(MAX_LAG_MS, random.nextInt(10) < FORCED_OF_TEN || isAboutForcing(broken), broken);
        int count = random.nextBoolean() ? 3 : 5;
        nodes = IntStream.rangeClosed(1, count)
                .mapToObj(id -> new SimulatedNode(id, rules, invariants, random))
                .toList();
        damages = new Damages(this);
        controller = new SimulatedController(rules, invariants, this::onCommit, random);
    }

    private static boolean isAboutForcing(Set<Rule> broken) {
        return broken.contains(Rule.COUNT_WHAT_THE_DISK_HAS) || broken.contains(Rule.FETCH_ONCE_FORCED);
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

    /** Whether the process that took over as controller runs, and a majority of the voters with it. */
    boolean hasController() {
        SimulatedNode host = node(controller.host());
        return host.isRunning() && host.incarnation().equals(controller.hostIncarnation()) && hasMajority(host);
    }

    /** Somebody takes over as controller, where a majority runs. */
    void electController() {
        List<SimulatedNode> candidates = nodes.stream()
                .filter(node -> node.isRunning() && hasMajority(node))
                .toList();
        if (!candidates.isEmpty()) {
            SimulatedNode chosen = candidates.get(random.nextInt(candidates.size()));
            trace.tell(() -> "node " + chosen.id() + " takes over as controller");
            controller.moveTo(chosen.id(), chosen.incarnation(), time.nowMs());
        }
    }

    /** Whether a node and a majority of all reach each other: what is written to the journal there is committed. */
    private boolean hasMajority(SimulatedNode node) {
        long reached = nodes.stream()
                .filter(other -> other.isRunning()
                        && network.passes(node.id(), other.id())
                        && network.passes(other.id(), node.id()))
                .count();
        return reached > nodes.size() / 2;
    }
}
