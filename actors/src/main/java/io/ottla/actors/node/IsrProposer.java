package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.state.IsrChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ISR proposals of this node's leaders to the controller: one request at a time, with everything that came meanwhile in the next.
 * A request without an answer is sent again; the partition epochs make that harmless (KIP-497).
 *
 * <p>Bounded by the partitions that this node leads: of each only the newest proposal is kept.
 */
final class IsrProposer extends AbstractBehavior<IsrProposer.Command> {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** So many fit into one message between nodes. */
    private static final int MAX_IN_REQUEST = 500;

    private final int nodeId;
    private final MetadataCache metadata;
    private final ActorRef<Controller.Command> controller;
    private final Map<PartitionHandle, IsrChange> waiting = new LinkedHashMap<>();
    private Map<PartitionHandle, IsrChange> underWay = Map.of();
    private Duration pause = FIRST_PAUSE;

    /** Whether a request is under way, or the pause after one that failed. */
    private boolean busy;

    private IsrProposer(
            ActorContext<Command> context,
            int nodeId,
            MetadataCache metadata,
            ActorRef<Controller.Command> controller) {
        super(context);
        this.nodeId = nodeId;
        this.metadata = metadata;
        this.controller = controller;
    }

    /** The proposer of a node; its controller is behind the reference. */
    static Behavior<Command> create(int nodeId, MetadataCache metadata, ActorRef<Controller.Command> controller) {
        return Behaviors.setup(context -> new IsrProposer(context, nodeId, metadata, controller));
    }

    /** What the proposer can be told. */
    sealed interface Command {}

    /** A leader proposes another ISR. */
    record Propose(PartitionHandle partition, IsrChange change) implements Command {}

    private record Answered(Controller.@Nullable PartitionsAltered answer) implements Command {}

    private record PauseOver() implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Propose.class, this::onPropose)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(PauseOver.class, over -> sendNext())
                .build();
    }

    private Behavior<Command> onPropose(Propose propose) {
        waiting.put(propose.partition(), propose.change());
        return busy ? this : sendNext();
    }

    private Behavior<Command> sendNext() {
        busy = !waiting.isEmpty();
        if (busy) {
            underWay = takeFirst();
            BrokerImage self = metadata.image().brokers().get(nodeId);
            long brokerEpoch = self == null ? -1 : self.epoch();
            List<Controller.IsrProposal> proposals = underWay.entrySet().stream()
                    .map(each -> proposal(each.getKey(), each.getValue(), brokerEpoch))
                    .toList();
            getContext()
                    .ask(
                            Controller.PartitionsAltered.class,
                            controller,
                            ANSWER_TIMEOUT,
                            replyTo -> new Controller.AlterPartitions(nodeId, brokerEpoch, proposals, replyTo),
                            (answer, failure) -> new Answered(answer));
        }
        return this;
    }

    private Map<PartitionHandle, IsrChange> takeFirst() {
        Map<PartitionHandle, IsrChange> first = new LinkedHashMap<>();
        for (PartitionHandle partition : List.copyOf(waiting.keySet())) {
            if (first.size() == MAX_IN_REQUEST) {
                break;
            }
            IsrChange change = waiting.remove(partition);
            if (change != null) {
                first.put(partition, change);
            }
        }
        return first;
    }

    private Controller.IsrProposal proposal(PartitionHandle partition, IsrChange change, long brokerEpoch) {
        List<Controller.ReplicaState> isr = new ArrayList<>();
        for (IsrChange.InSync member : change.isr()) {
            boolean isSelf = member.brokerId() == nodeId;
            isr.add(new Controller.ReplicaState(member.brokerId(), isSelf ? brokerEpoch : member.brokerEpoch()));
        }
        return new Controller.IsrProposal(
                partition.id().topicId(),
                partition.id().partition(),
                change.leaderEpoch(),
                change.partitionEpoch(),
                isr);
    }

    private Behavior<Command> onAnswered(Answered answered) {
        Controller.PartitionsAltered answer = answered.answer();
        if (answer == null || answer.error() != Errors.NONE) {
            underWay.forEach(waiting::putIfAbsent);
            underWay = Map.of();
            getContext().scheduleOnce(pause, getContext().getSelf(), new PauseOver());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            return this;
        }
        pause = FIRST_PAUSE;
        Map<Named, Errors> errors = new HashMap<>();
        answer.results().forEach(result -> errors.put(new Named(result.topicId(), result.partition()), result.error()));
        underWay.forEach((partition, change) -> {
            Named name = new Named(partition.id().topicId(), partition.id().partition());
            partition.tell(new Partition.IsrAnswered(change, errors.getOrDefault(name, Errors.UNKNOWN_SERVER_ERROR)));
        });
        underWay = Map.of();
        return sendNext();
    }

    private record Named(Uuid topicId, int partition) {}
}
