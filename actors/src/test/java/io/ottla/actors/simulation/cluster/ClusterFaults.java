package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What goes wrong: crashes, stops, cuts, controllers that move, brokers that are fenced for nothing; and moves of partitions meanwhile. */
final class ClusterFaults {
    private final SimulatedWorld world;
    private final long untilMs;

    /** Faults up to this moment. */
    ClusterFaults(SimulatedWorld world, long untilMs) {
        this.world = world;
        this.untilMs = untilMs;
    }

    /** One fault now, and others later. */
    void next() {
        if (world.time.nowMs() > untilMs) {
            return;
        }
        world.time.after(20L + world.random.nextInt(400), this::next);
        SimulatedNode node = world.anyNode();
        int kind = world.random.nextInt(14);
        world.trace.tell(() -> "fault " + kind + " at node " + node.id());
        switch (kind) {
            case 0, 1 -> crash(node, SimulatedNode::kill);
            case 2 -> crash(node, SimulatedNode::losePower);
            case 3 -> crash(node, SimulatedNode::shutDown);
            case 4, 5, 6, 7 -> startOne();
            case 8 -> node.pause(true);
            case 9 -> world.nodes.forEach(one -> one.pause(false));
            case 10 -> {
                world.mendLinks();
                if (world.random.nextBoolean()) {
                    world.isolate(node);
                }
            }
            case 11 -> {
                world.mendLinks();
                world.network.disturb(world.random.nextInt(4) * 0.1, world.random.nextInt(3) * 0.1);
            }
            case 12 -> world.electController();
            default -> {
                if (world.random.nextBoolean()) {
                    world.controller.fence(node.id());
                } else {
                    reassign();
                }
            }
        }
    }

    private void crash(SimulatedNode node, Consumer<SimulatedNode> how) {
        if (!node.isUp()) {
            return;
        }
        how.accept(node);
        world.trace.tell(() ->
                "node " + node.id() + " ends: " + (node.lostPower() ? "power" : node.isUnclean() ? "killed" : "clean"));
        world.damages.ended(node);
    }

    private void startOne() {
        world.nodes.stream().filter(node -> !node.isUp()).findFirst().ifPresent(SimulatedNode::start);
    }

    private void reassign() {
        List<Integer> ids =
                new ArrayList<>(world.nodes.stream().map(SimulatedNode::id).toList());
        Collections.shuffle(ids, world.random);
        var move = new Controller.Reassignment(
                new Controller.PartitionName(SimulatedWorld.TOPIC, world.random.nextInt(world.partitions)),
                Optional.of(List.copyOf(ids.subList(0, 3))));
        world.controller.reassign(new Controller.ReassignPartitions(
                List.of(move),
                false,
                TestInbox.<Controller.PartitionsReassigned>create().getRef()));
    }

    /** Everything is mended, and every node runs. */
    void makePeace() {
        world.mendLinks();
        world.network.disturb(0, 0);
        world.nodes.forEach(node -> {
            node.pause(false);
            if (!node.isUp()) {
                node.start();
            }
        });
    }
}
