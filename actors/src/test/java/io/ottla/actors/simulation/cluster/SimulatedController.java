package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.state.BrokerDecisions;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.controller.state.LivenessBook;
import io.ottla.actors.controller.state.LivenessTiming;
import io.ottla.actors.controller.state.PartitionRules;
import io.ottla.actors.controller.state.UpkeepSettings;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The controller's rules over a journal that keeps its promise: what is committed is committed for all, by one writer at a time. The
 * journal itself has a simulation of its own.
 */
final class SimulatedController {
    static final int MIN_IN_SYNC = 2;
    private static final LivenessTiming TIMING = new LivenessTiming(50, 350, 100, 200, 800, 3_000);
    private static final long HEAL_AFTER_MS = 1_500;

    private final ControllerDecisions decisions;
    private final BrokerDecisions brokers;
    private final SimulationRules rules;
    private final Invariants invariants;
    private final BiConsumer<MetadataImage, MetadataImage> onCommit;
    private final Map<Integer, Long> heardMs = new HashMap<>();
    private LivenessBook book = new LivenessBook(TIMING);
    private long runsSinceMs;
    private long tickedMs;
    private MetadataImage committed = MetadataImage.EMPTY;
    private int host;
    private UUID hostIncarnation = new UUID(0, 0);
    private long term;

    SimulatedController(
            SimulationRules rules,
            Invariants invariants,
            BiConsumer<MetadataImage, MetadataImage> onCommit,
            Random random) {
        boolean unclean = !rules.keeps(Rule.ELECT_CLEAN_REPLICAS);
        PartitionRules partitions = new PartitionRules(MIN_IN_SYNC, unclean);
        decisions = new ControllerDecisions(
                new ControllerDefaults(
                        1,
                        3,
                        ControllerDefaults.MAX_PARTITIONS_PER_REQUEST,
                        partitions,
                        new UpkeepSettings(HEAL_AFTER_MS, true, 1_000)),
                random);
        brokers = new BrokerDecisions(partitions);
        this.rules = rules;
        this.invariants = invariants;
        this.onCommit = onCommit;
    }

    MetadataImage committed() {
        return committed;
    }

    int host() {
        return host;
    }

    /** The process it runs in: another one on the same node has to take over first. */
    UUID hostIncarnation() {
        return hostIncarnation;
    }

    long term() {
        return term;
    }

    /** Another node is the controller from now on: every broker gets a fresh interval (rule M2). */
    void moveTo(int node, UUID incarnation, long nowMs) {
        host = node;
        hostIncarnation = incarnation;
        term++;
        runsSinceMs = nowMs;
        tickedMs = nowMs;
        if (rules.keeps(Rule.FRESH_INTERVAL)) {
            book = new LivenessBook(TIMING);
        }
        commit(List.of(new MetadataEvent.ControllerElected(node, term)), nowMs);
    }

    /** Whether a controller of this term can still commit. */
    private boolean isSuperseded(long ofTerm) {
        return ofTerm < term && rules.keeps(Rule.ONE_WRITER);
    }

    void register(long ofTerm, Controller.RegisterBroker broker, long nowMs) {
        if (!isSuperseded(ofTerm)) {
            decide(committed, broker, nowMs);
        }
    }

    /** A broker answered a heartbeat; a fenced one that knows of that may serve. */
    void heard(long ofTerm, int broker, UUID incarnation, long knows, long nowMs) {
        BrokerImage registered = committed.brokers().get(broker);
        if (isSuperseded(ofTerm)
                || registered == null
                || !registered.incarnation().equals(incarnation)) {
            return;
        }
        book.heard(broker, incarnation, nowMs);
        heardMs.put(broker, nowMs);
        if (registered.fenced() && book.mayServe(broker, incarnation, knows, nowMs)) {
            decide(committed, new Controller.BrokerReady(broker, incarnation), nowMs);
        }
    }

    /** What the controller does every {@code TIMING.intervalMs()} while it runs. */
    void tick(long nowMs) {
        if (nowMs - tickedMs > TIMING.intervalMs() + TIMING.ownPauseMs()) {
            runsSinceMs = nowMs;
        }
        tickedMs = nowMs;
        if (rules.keeps(Rule.FRESH_INTERVAL)) {
            book.tick(nowMs);
        }
        for (int silent : book.silent(nowMs)) {
            long since = Math.max(runsSinceMs, heardMs.getOrDefault(silent, 0L));
            invariants.fences(silent, nowMs - since, TIMING.silenceMs());
            fence(silent, nowMs);
        }
        decide(committed, new Controller.Tend(nowMs), nowMs);
    }

    /** Fences a broker, rightly or not. */
    void fence(int broker, long nowMs) {
        List<MetadataEvent> events = brokers.fence(committed, broker);
        commit(
                rules.keeps(Rule.REFUSE_THE_FENCED)
                        ? events
                        : events.stream().limit(1).toList(),
                nowMs);
    }

    /** Decides what an operator, or a broker that leaves, asks for. */
    void decide(Controller.Command command, long nowMs) {
        decide(committed, command, nowMs);
    }

    /**
     * Decides a leader's proposal.
     *
     * @param seen what a superseded controller that goes on would decide on
     */
    Errors alter(
            long ofTerm,
            MetadataImage seen,
            int broker,
            long brokerEpoch,
            Controller.IsrProposal proposal,
            long nowMs) {
        if (isSuperseded(ofTerm)) {
            return Errors.NOT_CONTROLLER;
        }
        Controller.IsrProposal decided = proposal;
        if (!rules.keeps(Rule.COMPARE_AND_SET)) {
            PartitionImage now = committed
                    .topics()
                    .topic(proposal.topicId())
                    .flatMap(topic -> topic.partition(proposal.partition()))
                    .orElseThrow();
            decided = new Controller.IsrProposal(
                    proposal.topicId(), proposal.partition(), now.leaderEpoch(), now.partitionEpoch(), proposal.isr());
        }
        TestInbox<Controller.PartitionsAltered> inbox = TestInbox.create();
        MetadataImage on = rules.keeps(Rule.ONE_WRITER) ? committed : seen;
        decide(on, new Controller.AlterPartitions(broker, brokerEpoch, List.of(decided), inbox.getRef()), nowMs);
        Controller.PartitionsAltered answer = inbox.receiveMessage();
        return answer.error() != Errors.NONE
                ? answer.error()
                : answer.results().get(0).error();
    }

    private void decide(MetadataImage on, Controller.Command command, long nowMs) {
        Verdict verdict = decisions.decide(on, command);
        commit(verdict.events(), nowMs);
        verdict.answer(committed.sequenceNr());
    }

    private void commit(List<? extends MetadataEvent> events, long nowMs) {
        if (!events.isEmpty()) {
            MetadataImage before = committed;
            committed = MetadataReplay.replay(
                    before, events.stream().map(this::broken).toList());
            book.follow(committed, nowMs);
            onCommit.accept(before, committed);
        }
    }

    /** The event as a controller would write it that breaks a rule. */
    private MetadataEvent broken(MetadataEvent event) {
        return event instanceof MetadataEvent.PartitionsChanged changed
                ? new MetadataEvent.PartitionsChanged(
                        changed.changes().stream().map(this::broken).toList())
                : event;
    }

    private PartitionChange broken(PartitionChange change) {
        List<Integer> removed = change.removingReplicas().orElse(List.of());
        boolean atOnce =
                !removed.isEmpty() && !removed.contains(change.leader()) && !rules.keeps(Rule.ADD_BEFORE_REMOVING);
        return new PartitionChange(
                change.topicId(),
                change.partition(),
                change.leader(),
                change.newLeaderEpoch() && rules.keeps(Rule.COUNT_LEADERS),
                atOnce ? without(change.isr(), removed) : change.isr(),
                atOnce ? Optional.of(List.of()) : change.elr(),
                change.lastKnownLeader(),
                atOnce ? change.replicas().map(all -> without(all, removed)) : change.replicas(),
                change.addingReplicas(),
                atOnce ? Optional.of(List.of()) : change.removingReplicas());
    }

    private static List<Integer> without(List<Integer> all, List<Integer> removed) {
        List<Integer> left = new ArrayList<>(all);
        left.removeAll(removed);
        return left;
    }
}
