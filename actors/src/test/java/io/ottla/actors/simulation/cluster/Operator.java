package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator asks the controller for while things go wrong. Answers are not looked at: much of it is refused. */
final class Operator {
    private final SimulatedWorld world;

    Operator(SimulatedWorld world) {
        this.world = world;
    }

    /** Does something, if there is a controller to ask. */
    void act(SimulatedNode node) {
        if (!world.hasController()) {
            return;
        }
        switch (world.random.nextInt(5)) {
            case 0, 1 -> reassign(Optional.of(someBrokers()));
            case 2 -> reassign(Optional.empty());
            case 3 -> setMinInSync(Optional.of(Integer.toString(1 + world.random.nextInt(3))));
            default -> unregister(node);
        }
    }

    private List<Integer> someBrokers() {
        List<Integer> ids =
                new ArrayList<>(world.nodes.stream().map(SimulatedNode::id).toList());
        Collections.shuffle(ids, world.random);
        return List.copyOf(ids.subList(0, 3));
    }

    private void reassign(Optional<List<Integer>> target) {
        var partition = new Controller.PartitionName(SimulatedWorld.TOPIC, world.random.nextInt(world.partitions));
        ask(new Controller.ReassignPartitions(
                List.of(new Controller.Reassignment(partition, target)), false, nobody()));
    }

    private void setMinInSync(Optional<String> value) {
        var change = new Controller.ConfigChange(
                ConfigResource.topic(SimulatedWorld.TOPIC), Map.of("min.insync.replicas", value));
        ask(new Controller.AlterConfigs(List.of(change), false, nobody()));
    }

    /** A broker that is down is forgotten. */
    private void unregister(SimulatedNode node) {
        if (!node.isUp()) {
            ask(new Controller.UnregisterBroker(node.id(), nobody()));
        }
    }

    /** Moves the leaderships of a node that wants to leave. */
    void shutDown(SimulatedNode node) {
        ask(new Controller.ShutDownBroker(node.id(), node.incarnation(), nobody()));
    }

    /** Accepts that records are lost. */
    void electAnybody(int partition) {
        ask(new Controller.ElectLeaders(
                Controller.Election.UNCLEAN,
                List.of(new Controller.PartitionName(SimulatedWorld.TOPIC, partition)),
                nobody()));
    }

    /** Back to what the topic was created with. */
    void resetSettings() {
        setMinInSync(Optional.empty());
    }

    private void ask(Controller.Command command) {
        world.trace.tell(() -> "asks " + command);
        world.controller.decide(command, world.time.nowMs());
    }

    private static <T> ActorRef<T> nobody() {
        return TestInbox.<T>create().getRef();
    }
}
