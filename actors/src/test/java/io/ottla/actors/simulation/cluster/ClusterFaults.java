package io.ottla.actors.simulation.cluster;

import java.util.UUID;
import java.util.function.Consumer;

/** What goes wrong: crashes, stops, cuts, controllers that move, brokers that are fenced for nothing; and what operators do meanwhile. */
final class ClusterFaults {
    private static final long TIME_TO_LEAVE_MS = 300;

    private final SimulatedWorld world;
    private final long untilMs;
    private final boolean operator;

    /**
     * Faults up to this moment.
     *
     * @param operator whether an operator does something meanwhile
     */
    ClusterFaults(SimulatedWorld world, long untilMs, boolean operator) {
        this.world = world;
        this.operator = operator;
        this.untilMs = untilMs;
    }

    /** One fault now, and others later. */
    void next() {
        if (world.time.nowMs() > untilMs) {
            return;
        }
        world.time.after(20L + world.random.nextInt(400), this::next);
        SimulatedNode node = world.anyNode();
        int kind = world.random.nextInt(operator ? 18 : 16);
        world.trace.tell(() -> "fault " + kind + " at node " + node.id());
        switch (kind) {
            case 0, 1, 2 -> crash(node, losesPower(kind) ? SimulatedNode::losePower : SimulatedNode::kill);
            case 3 -> crash(node, world.random.nextInt(4) == 0 ? SimulatedNode::loseDisk : SimulatedNode::shutDown);
            case 4, 5, 6, 7 -> startOne();
            case 8 -> node.pause(true);
            case 9 -> world.nodes.forEach(one -> one.pause(false));
            case 10, 11 -> {
                world.network.mend();
                cutSomething(node);
            }
            case 12 -> {
                world.network.mend();
                world.network.disturb(world.random.nextInt(4) * 0.1, world.random.nextInt(3) * 0.1);
            }
            case 13 -> world.electController();
            case 14 -> world.controller.fence(node.id(), world.time.nowMs());
            case 15 -> leave(node);
            default -> world.operator.act(node);
        }
    }

    /** Where acknowledgements wait for disks, nothing less is worth trying. */
    private boolean losesPower(int kind) {
        return kind == 2 || world.rules.forced();
    }

    private void crash(SimulatedNode node, Consumer<SimulatedNode> how) {
        if (!node.isUp()) {
            return;
        }
        how.accept(node);
        world.trace.tell(() ->
                "node " + node.id() + " ends: " + (node.mayLack() ? "lost" : node.isUnclean() ? "killed" : "clean"));
        world.damages.ended(node);
    }

    /** A node in the dark, one link that passes one way only, or two halves. */
    private void cutSomething(SimulatedNode node) {
        SimulatedNode other = world.anyNode();
        switch (world.random.nextInt(4)) {
            case 0 -> world.network.isolate(node.id(), world.nodes.size());
            case 1 -> world.network.cut(node.id(), other.id());
            case 2 ->
                world.nodes.forEach(one -> world.nodes.stream()
                        .filter(two -> one.id() % 2 != two.id() % 2)
                        .forEach(two -> world.network.cut(one.id(), two.id())));
            default -> world.trace.tell(() -> "all links pass");
        }
    }

    private void startOne() {
        world.nodes.stream().filter(node -> !node.isUp()).findFirst().ifPresent(SimulatedNode::start);
    }

    /** A node leaves in order: others lead first. */
    private void leave(SimulatedNode node) {
        if (node.isRunning() && world.hasController()) {
            world.operator.shutDown(node);
            endSoon(node, node.incarnation());
        }
    }

    private void endSoon(SimulatedNode node, UUID process) {
        world.time.after(TIME_TO_LEAVE_MS, () -> {
            boolean isThere = node.isUp() && node.incarnation().equals(process);
            if (isThere && !node.isRunning()) {
                endSoon(node, process);
            } else if (isThere) {
                crash(node, SimulatedNode::shutDown);
                if (world.time.nowMs() > untilMs) {
                    node.start();
                }
            }
        });
    }

    /** Everything is mended, and every node runs. */
    void makePeace() {
        world.network.mend();
        world.network.disturb(0, 0);
        world.operator.resetSettings();
        world.nodes.forEach(node -> {
            node.pause(false);
            if (!node.isUp()) {
                node.start();
            }
        });
    }
}
