package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.simulation.SimulatedNetwork;
import io.ottla.actors.simulation.SimulatedTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.protocol.Errors;

/** Runs one cluster from one seed: some seconds of faults, then peace, in which everything must be well again. */
final class ClusterSimulator {
    private static final String TOPIC = "t";
    private static final int PARTITIONS = 2;
    private static final long TICK_MS = 20;
    private static final long FAULTS_MS = 8_000;
    private static final long PEACE_MS = 8_000;
    private static final long MAX_LAG_MS = 300;
    private static final long FETCH_PATIENCE_MS = 150;
    private static final long PROPOSE_AGAIN_MS = 100;

    private final Random random;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedNetwork network;
    private final Trace trace = new Trace(time);
    private final Invariants invariants = new Invariants(trace);
    private final SimulationRules rules;
    private final SimulatedController controller;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    /** Replicas whose disk lost something, until they are in sync again. */
    private final Set<Damage> damaged = new HashSet<>();

    private long nextValue;
    private int isolated;

    private record Damage(int node, int partition) {}

    private ClusterSimulator(long seed, Set<Rule> broken) {
        random = new Random(seed);
        network = new SimulatedNetwork(time, random);
        rules = new SimulationRules(new ReplicationRules(SimulatedController.MIN_IN_SYNC, MAX_LAG_MS), broken);
        controller = new SimulatedController(rules, this::onCommit, random);
        int count = random.nextBoolean() ? 3 : 5;
        for (int id = 1; id <= count; id++) {
            nodes.add(new SimulatedNode(id, rules, invariants, random));
        }
    }

    /** Runs a seed; returns how many records were acknowledged. */
    static int run(long seed, Set<Rule> broken) {
        try {
            return new ClusterSimulator(seed, broken).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " (-Dottla.seed=" + seed + "): " + e.getMessage(), e);
        }
    }

    private int run() {
        nodes.forEach(SimulatedNode::start);
        electController();
        each(nodes.size(), id -> time.after(id, () -> tick(node(id))));
        time.after(0, this::tickController);
        until(1_000);
        createTopic();
        until(1_500);
        time.after(0, this::fault);
        until(1_500 + FAULTS_MS);
        makePeace();
        until(1_500 + FAULTS_MS + PEACE_MS);
        checkThatAllIsWell();
        return invariants.acknowledged();
    }

    private void until(long ms) {
        while (time.step(ms)) {
            // Each step checks what it changes.
        }
    }

    private static void each(int count, IntConsumer action) {
        for (int id = 1; id <= count; id++) {
            action.accept(id);
        }
    }

    private SimulatedNode node(int id) {
        return nodes.get(id - 1);
    }

    private boolean isPeace() {
        return time.nowMs() > 1_500 + FAULTS_MS;
    }

    // --- the controller ---

    private void electController() {
        List<SimulatedNode> candidates = nodes.stream()
                .filter(node -> node.isRunning() && node.id() != isolated)
                .toList();
        if (candidates.size() > nodes.size() / 2) {
            SimulatedNode chosen = candidates.get(random.nextInt(candidates.size()));
            trace.tell(() -> "node " + chosen.id() + " takes over as controller");
            controller.moveTo(chosen.id(), chosen.incarnation(), time.nowMs());
        }
    }

    /** Whether the process that took over as controller runs and reaches the others. */
    private boolean hasController() {
        SimulatedNode host = node(controller.host());
        return host.isRunning() && host.incarnation().equals(controller.hostIncarnation()) && host.id() != isolated;
    }

    private void onCommit(MetadataImage before, MetadataImage image) {
        invariants.committed(image);
        for (TopicImage topic : before.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                image.topics()
                        .topic(topic.id())
                        .flatMap(after -> after.partition(partition.partition()))
                        .ifPresent(after -> forgetDamage(partition, after));
            }
        }
        excuseWhatNobodyCouldKeep(image);
    }

    private void tickController() {
        time.after(50, this::tickController);
        int host = controller.host();
        if (!hasController()) {
            if (random.nextInt(4) == 0) {
                electController();
            }
            return;
        }
        long term = controller.term();
        controller.fenceTheSilent(term, time.nowMs());
        MetadataImage image = controller.committed();
        for (SimulatedNode node : nodes) {
            network.send(host, node.id(), () -> learn(host, term, node, image));
        }
        checkReplicas();
    }

    private void learn(int host, long term, SimulatedNode node, MetadataImage image) {
        if (!node.isRunning()) {
            return;
        }
        node.learn(term, image, time.nowMs());
        var incarnation = node.incarnation();
        long knows = node.image().sequenceNr();
        network.send(node.id(), host, () -> {
            if (node(host).isRunning()) {
                controller.heard(term, node.id(), incarnation, knows, time.nowMs());
            }
        });
    }

    private void createTopic() {
        TestInbox<Controller.TopicsChanged> inbox = TestInbox.create();
        controller.create(new Controller.CreateTopics(
                List.of(new Controller.NewTopic(TOPIC, PARTITIONS, 3, Map.of(), Map.of())), false, inbox.getRef()));
        Controller.TopicsChanged answer = inbox.receiveMessage();
        if (answer.results().get(0).error() != Errors.NONE) {
            throw new IllegalStateException("the simulated cluster has no topic: " + answer);
        }
    }

    // --- brokers ---

    private void tick(SimulatedNode node) {
        time.after(TICK_MS, () -> tick(node));
        if (!node.isRunning()) {
            return;
        }
        if (random.nextInt(20) == 0) {
            node.flushSome();
        }
        Optional<BrokerImage> registration = node.registration();
        if (registration.isEmpty()) {
            register(node);
            return;
        }
        long epoch = registration.get().epoch();
        node.replicas().forEach((partition, replica) -> {
            replica.ask(epoch, time.nowMs(), FETCH_PATIENCE_MS)
                    .ifPresent(fetch -> fetch(node, replica, partition, fetch));
            replica.propose(time.nowMs()).ifPresent(change -> propose(node, epoch, replica, partition, change));
            if (random.nextInt(3) == 0) {
                produce(node, partition);
            }
        });
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
        int host = controller.host();
        long term = controller.term();
        network.send(node.id(), host, () -> {
            boolean same = node.isUp() && node.incarnation().equals(request.incarnation());
            if (same && node(host).isRunning()) {
                controller.register(term, request, time.nowMs());
            }
        });
    }

    private void fetch(SimulatedNode node, SimulatedReplica replica, int partition, SimulatedReplica.Fetch fetch) {
        int leader = replica.leader();
        var incarnation = node.incarnation();
        network.send(node.id(), leader, () -> {
            if (!node(leader).isRunning()) {
                return;
            }
            node(leader)
                    .replica(partition)
                    .flatMap(serving -> serving.serve(fetch, time.nowMs()))
                    .ifPresent(answer -> network.send(leader, node.id(), () -> {
                        if (node.isRunning() && node.incarnation().equals(incarnation)) {
                            replica.take(answer);
                        }
                    }));
        });
    }

    private void propose(
            SimulatedNode node, long brokerEpoch, SimulatedReplica replica, int partition, IsrChange change) {
        TopicImage topic = node.image().topics().topic(TOPIC).orElseThrow();
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
            int host = controller.host();
            long term = controller.term();
            MetadataImage seen = controller.committed();
            network.send(node.id(), host, () -> {
                if (!node(host).isRunning()) {
                    return;
                }
                Errors error = controller.alter(term, seen, node.id(), brokerEpoch, proposal);
                trace.tell(() -> "proposal " + proposal + " answered " + error);
                network.send(host, node.id(), () -> {
                    if (node.isRunning() && node.incarnation().equals(incarnation)) {
                        answered[0] |= error != Errors.NOT_CONTROLLER && error != Errors.STALE_BROKER_EPOCH;
                        replica.answered(change, error, time.nowMs());
                    }
                });
            });
        }
        time.after(PROPOSE_AGAIN_MS, () -> {
            boolean current = node.isUp()
                    && node.incarnation().equals(incarnation)
                    && replica.isLeading()
                    && replica.leaderEpoch() == change.leaderEpoch();
            if (!answered[0] && current) {
                send(node, brokerEpoch, replica, change, proposal);
            }
        });
    }

    /** A producer that believes what this node says about the leader. */
    private void produce(SimulatedNode node, int partition) {
        node.image()
                .topics()
                .topic(TOPIC)
                .flatMap(topic -> topic.partition(partition))
                .ifPresent(image -> {
                    if (image.hasLeader() && node(image.leader()).isRunning()) {
                        long value = nextValue++;
                        node(image.leader())
                                .replica(partition)
                                .ifPresent(replica -> replica.append(
                                        value,
                                        offset -> invariants.acknowledged(partition, offset, value),
                                        time.nowMs()));
                    }
                });
    }

    // --- faults ---

    private void fault() {
        if (isPeace()) {
            return;
        }
        time.after(20L + random.nextInt(400), this::fault);
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        int kind = random.nextInt(14);
        trace.tell(() -> "fault " + kind + " at node " + node.id());
        switch (kind) {
            case 0, 1 -> crash(node, SimulatedNode::kill);
            case 2 -> crash(node, SimulatedNode::losePower);
            case 3 -> crash(node, SimulatedNode::shutDown);
            case 4, 5, 6, 7 -> startOne();
            case 8 -> node.pause(true);
            case 9 -> nodes.forEach(one -> one.pause(false));
            case 10 -> {
                network.mend();
                isolated = random.nextBoolean() ? node.id() : 0;
                if (isolated > 0) {
                    network.isolate(isolated, nodes.size());
                }
            }
            case 11 -> {
                network.mend();
                isolated = 0;
                network.disturb(random.nextInt(4) * 0.1, random.nextInt(3) * 0.1);
            }
            case 12 -> electController();
            default -> {
                if (random.nextBoolean()) {
                    controller.fence(node.id());
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
        if (node.lostPower()) {
            node.disk().keySet().forEach(partition -> damaged.add(new Damage(node.id(), partition)));
        }
        trace.tell(() ->
                "node " + node.id() + " ends: " + (node.lostPower() ? "power" : node.isUnclean() ? "killed" : "clean"));
        excuseWhatNobodyCouldKeep(controller.committed());
    }

    private void excuseWhatNobodyCouldKeep(MetadataImage image) {
        image.topics().all().forEach(topic -> topic.partitions().forEach(this::excuseWhatNobodyCouldKeep));
    }

    /** With no clean member left, and one among the others that lost power and has not been made whole since, nothing is promised. */
    private void excuseWhatNobodyCouldKeep(PartitionImage partition) {
        Set<Integer> members = new HashSet<>(partition.isr());
        members.addAll(partition.elr());
        boolean nobodyClean = members.stream().allMatch(id -> node(id).isUnclean());
        members.add(partition.lastKnownLeader());
        if (nobodyClean && members.stream().anyMatch(id -> damaged.contains(new Damage(id, partition.partition())))) {
            invariants.excuse(partition.partition());
        }
    }

    /** A replica that joins the replicas in sync has everything again, unless it lost it after it was proposed. */
    private void forgetDamage(PartitionImage before, PartitionImage after) {
        after.isr().stream()
                .filter(id -> !before.isr().contains(id) && after.leader() != id && !node(id).lostPower())
                .forEach(id -> damaged.remove(new Damage(id, after.partition())));
    }

    private void startOne() {
        nodes.stream().filter(node -> !node.isUp()).findFirst().ifPresent(SimulatedNode::start);
    }

    private void reassign() {
        List<Integer> ids = new ArrayList<>();
        each(nodes.size(), ids::add);
        Collections.shuffle(ids, random);
        var move = new Controller.Reassignment(
                new Controller.PartitionName(TOPIC, random.nextInt(PARTITIONS)),
                Optional.of(List.copyOf(ids.subList(0, 3))));
        controller.reassign(new Controller.ReassignPartitions(
                List.of(move),
                false,
                TestInbox.<Controller.PartitionsReassigned>create().getRef()));
    }

    private void makePeace() {
        network.mend();
        network.disturb(0, 0);
        isolated = 0;
        nodes.forEach(node -> {
            node.pause(false);
            if (!node.isUp()) {
                node.start();
            }
        });
    }

    // --- checks ---

    private void checkReplicas() {
        for (SimulatedNode node : nodes) {
            if (!node.lostPower()) {
                node.disk().forEach((partition, log) -> invariants.holds(partition, node.id(), log));
            }
        }
    }

    private void checkThatAllIsWell() {
        checkReplicas();
        TopicImage topic = controller.committed().topics().topic(TOPIC).orElseThrow();
        for (PartitionImage partition : topic.partitions()) {
            boolean whole = partition.hasLeader()
                    && partition.isr().size() == 3
                    && partition.elr().isEmpty()
                    && !partition.isReassigning();
            if (!whole) {
                throw new Invariants.Violation("not whole again: " + partition + describe(partition));
            }
            SimulatedLog leaders = node(partition.leader()).disk().get(partition.partition());
            for (int replica : partition.replicas()) {
                checkSame(partition, leaders, node(replica).disk().get(partition.partition()));
            }
        }
    }

    private String describe(PartitionImage partition) {
        StringBuilder story = new StringBuilder();
        for (int id : partition.replicas()) {
            SimulatedNode node = node(id);
            story.append("; node ").append(id).append(node.isAlive(id) ? " serves" : " is fenced");
            node.replica(partition.partition())
                    .ifPresent(replica -> story.append(", leads ")
                            .append(replica.isLeading())
                            .append(" in epoch ")
                            .append(replica.leaderEpoch())
                            .append(" under ")
                            .append(replica.leader())
                            .append(", log ends at ")
                            .append(replica.log().endOffset())
                            .append(", watermark ")
                            .append(replica.highWatermark()));
        }
        return story.toString();
    }

    /** What every replica has of the last moment may differ; what lies before it may not. */
    private static void checkSame(PartitionImage partition, SimulatedLog leaders, SimulatedLog replica) {
        long common = Math.min(leaders.endOffset(), replica.endOffset());
        if (leaders.endOffset() - common > 50) {
            throw new Invariants.Violation("a replica of " + partition + " lags " + (leaders.endOffset() - common));
        }
        for (long offset = 0; offset < common; offset++) {
            if (!leaders.at(offset).equals(replica.at(offset))) {
                throw new Invariants.Violation("replicas of " + partition + " differ at offset " + offset);
            }
        }
    }
}
