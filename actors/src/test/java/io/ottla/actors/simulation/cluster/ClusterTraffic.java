package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.protocol.Errors;

/** What nodes and controller say to each other. */
final class ClusterTraffic {
    private static final long TICK_MS = 20;
    private static final long CONTROLLER_TICK_MS = 50;
    private static final long FETCH_PATIENCE_MS = 150;
    private static final long PROPOSE_AGAIN_MS = 100;

    private final SimulatedWorld world;
    private final Workload workload;

    ClusterTraffic(SimulatedWorld world, Workload workload) {
        this.world = world;
        this.workload = workload;
    }

    /** Everybody begins to talk. */
    void begin() {
        world.nodes.forEach(node -> world.time.after(node.id(), () -> tick(node)));
        world.time.after(0, this::tickController);
    }

    private void tickController() {
        world.time.after(CONTROLLER_TICK_MS, this::tickController);
        int host = world.controller.host();
        if (!world.hasController()) {
            if (world.random.nextInt(4) == 0) {
                world.electController();
            }
            return;
        }
        long term = world.controller.term();
        world.controller.fenceTheSilent(term, world.time.nowMs());
        MetadataImage image = world.controller.committed();
        for (SimulatedNode node : world.nodes) {
            world.network.send(host, node.id(), () -> learn(host, term, node, image));
        }
        world.invariants.holdEverywhere(world.nodes);
    }

    private void learn(int host, long term, SimulatedNode node, MetadataImage image) {
        if (!node.isRunning()) {
            return;
        }
        node.learn(term, image, world.time.nowMs());
        var incarnation = node.incarnation();
        long knows = node.image().sequenceNr();
        world.network.send(node.id(), host, () -> {
            if (world.node(host).isRunning()) {
                world.controller.heard(term, node.id(), incarnation, knows, world.time.nowMs());
            }
        });
    }

    private void tick(SimulatedNode node) {
        world.time.after(TICK_MS, () -> tick(node));
        if (!node.isRunning()) {
            return;
        }
        if (world.random.nextInt(20) == 0) {
            node.flushSome();
        }
        Optional<BrokerImage> registration = node.registration();
        if (registration.isEmpty()) {
            register(node);
            return;
        }
        long epoch = registration.get().epoch();
        node.replicas().forEach((partition, replica) -> {
            replica.ask(epoch, world.time.nowMs(), FETCH_PATIENCE_MS)
                    .ifPresent(fetch -> fetch(node, replica, partition, fetch));
            replica.propose(world.time.nowMs()).ifPresent(change -> propose(node, epoch, replica, partition, change));
        });
        workload.tick(node.id());
    }

    private void register(SimulatedNode node) {
        var request = new Controller.RegisterBroker(
                node.id(),
                node.incarnation(),
                "host",
                9092,
                Optional.empty(),
                new NodeAddress("host", node.id()),
                new UUID(0, node.id()),
                List.of(),
                node.cleanEpoch(),
                0,
                TestInbox.<Controller.BrokerRegistration>create().getRef());
        int host = world.controller.host();
        long term = world.controller.term();
        world.network.send(node.id(), host, () -> {
            boolean same = node.isUp() && node.incarnation().equals(request.incarnation());
            if (same && world.node(host).isRunning()) {
                world.controller.register(term, request, world.time.nowMs());
            }
        });
    }

    private void fetch(SimulatedNode node, SimulatedReplica replica, int partition, SimulatedReplica.Fetch fetch) {
        int leader = replica.leader();
        var incarnation = node.incarnation();
        world.network.send(node.id(), leader, () -> {
            if (!world.node(leader).isRunning()) {
                return;
            }
            world.node(leader)
                    .replica(partition)
                    .flatMap(serving -> serving.serve(fetch, world.time.nowMs()))
                    .ifPresent(answer -> world.network.send(leader, node.id(), () -> {
                        if (node.isRunning() && node.incarnation().equals(incarnation)) {
                            replica.take(answer);
                        }
                    }));
        });
    }

    private void propose(
            SimulatedNode node, long brokerEpoch, SimulatedReplica replica, int partition, IsrChange change) {
        TopicImage topic = node.image().topics().topic(SimulatedWorld.TOPIC).orElseThrow();
        var proposal = new Controller.IsrProposal(
                topic.id(),
                partition,
                change.leaderEpoch(),
                change.partitionEpoch(),
                change.isr().stream()
                        .map(member -> new Controller.ReplicaState(
                                member.brokerId(), member.brokerId() == node.id() ? brokerEpoch : member.brokerEpoch()))
                        .toList());
        send(node, brokerEpoch, replica, change, proposal);
    }

    /** Sent again until there is an answer, or the leader has moved on. */
    private void send(
            SimulatedNode node,
            long brokerEpoch,
            SimulatedReplica replica,
            IsrChange change,
            Controller.IsrProposal proposal) {
        var incarnation = node.incarnation();
        boolean[] answered = {false};
        if (node.isRunning()) {
            int host = world.controller.host();
            long term = world.controller.term();
            MetadataImage seen = world.controller.committed();
            world.network.send(node.id(), host, () -> {
                if (!world.node(host).isRunning()) {
                    return;
                }
                Errors error = world.controller.alter(term, seen, node.id(), brokerEpoch, proposal);
                world.trace.tell(() -> "proposal " + proposal + " answered " + error);
                world.network.send(host, node.id(), () -> {
                    if (node.isRunning() && node.incarnation().equals(incarnation)) {
                        answered[0] |= error != Errors.NOT_CONTROLLER && error != Errors.STALE_BROKER_EPOCH;
                        replica.answered(change, error, world.time.nowMs());
                    }
                });
            });
        }
        world.time.after(PROPOSE_AGAIN_MS, () -> {
            boolean current = node.isUp()
                    && node.incarnation().equals(incarnation)
                    && replica.isLeading()
                    && replica.leaderEpoch() == change.leaderEpoch();
            if (!answered[0] && current) {
                send(node, brokerEpoch, replica, change, proposal);
            }
        });
    }
}
