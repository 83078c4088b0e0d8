package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.state.BrokerDecisions;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.controller.state.PartitionRules;
import io.ottla.actors.controller.state.UpkeepSettings;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final long SILENCE_MS = 400;

    private final ControllerDecisions decisions;
    private final BrokerDecisions brokers;
    private final SimulationRules rules;
    private final BiConsumer<MetadataImage, MetadataImage> onCommit;
    private final Map<Integer, Long> heardMs = new HashMap<>();
    private MetadataImage committed = MetadataImage.EMPTY;
    private int host;
    private UUID hostIncarnation = new UUID(0, 0);
    private long term;

    SimulatedController(SimulationRules rules, BiConsumer<MetadataImage, MetadataImage> onCommit, Random random) {
        boolean unclean = !rules.keeps(Rule.ELECT_CLEAN_REPLICAS);
        PartitionRules partitions = new PartitionRules(MIN_IN_SYNC, unclean);
        decisions = new ControllerDecisions(
                new ControllerDefaults(
                        1,
                        3,
                        ControllerDefaults.MAX_PARTITIONS_PER_REQUEST,
                        partitions,
                        new UpkeepSettings(0, true, 1_000)),
                random);
        brokers = new BrokerDecisions(partitions);
        this.rules = rules;
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
        heardMs.replaceAll((broker, heard) -> nowMs);
        commit(List.of(new MetadataEvent.ControllerElected(node, term)));
    }

    /** Whether a controller of this term can still commit. */
    private boolean isSuperseded(long ofTerm) {
        return ofTerm < term && rules.keeps(Rule.ONE_WRITER);
    }

    void register(long ofTerm, Controller.RegisterBroker broker, long nowMs) {
        if (!isSuperseded(ofTerm)) {
            decide(committed, broker);
            heardMs.put(broker.id(), nowMs);
        }
    }

    /** A broker answered a heartbeat; a fenced one that knows of its registration may serve. */
    void heard(long ofTerm, int broker, UUID incarnation, long knows, long nowMs) {
        var registered = committed.brokers().get(broker);
        if (isSuperseded(ofTerm)
                || registered == null
                || !registered.incarnation().equals(incarnation)) {
            return;
        }
        heardMs.put(broker, nowMs);
        if (registered.fenced() && knows >= registered.epoch()) {
            decide(committed, new Controller.BrokerReady(broker, incarnation));
        }
    }

    void fenceTheSilent(long ofTerm, long nowMs) {
        if (!isSuperseded(ofTerm)) {
            heardMs.forEach((broker, heard) -> {
                if (nowMs - heard > SILENCE_MS) {
                    fence(broker);
                }
            });
            decide(committed, new Controller.Tend(nowMs));
        }
    }

    /** Fences a broker, rightly or not. */
    void fence(int broker) {
        commit(brokers.fence(committed, broker));
    }

    void create(Controller.CreateTopics topics) {
        decide(committed, topics);
    }

    /** Moves a partition to these brokers. */
    void reassign(Controller.ReassignPartitions moves) {
        decide(committed, moves);
    }

    /**
     * Decides a leader's proposal.
     *
     * @param seen what a superseded controller that goes on would decide on
     */
    Errors alter(long ofTerm, MetadataImage seen, int broker, long brokerEpoch, Controller.IsrProposal proposal) {
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
        decide(on, new Controller.AlterPartitions(broker, brokerEpoch, List.of(decided), inbox.getRef()));
        Controller.PartitionsAltered answer = inbox.receiveMessage();
        return answer.error() != Errors.NONE
                ? answer.error()
                : answer.results().get(0).error();
    }

    private void decide(MetadataImage on, Controller.Command command) {
        Verdict verdict = decisions.decide(on, command);
        commit(verdict.events());
        verdict.answer(committed.sequenceNr());
    }

    private void commit(List<? extends MetadataEvent> events) {
        if (!events.isEmpty()) {
            MetadataImage before = committed;
            committed = MetadataReplay.replay(before, events);
            onCommit.accept(before, committed);
        }
    }
}
