package io.ottla.actors.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.partition.PartitionHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** A node that is leaving: it waits until the last of its replicas is closed. */
final class Closing extends AbstractBehavior<NodeActor.Command> {
    private final Set<PartitionHandle> open;
    private final Runnable last;

    private Closing(ActorContext<NodeActor.Command> context, Set<PartitionHandle> open, Runnable last) {
        super(context);
        this.open = open;
        this.last = last;
    }

    /** Closes these replicas and runs {@code last} when they are. */
    static Behavior<NodeActor.Command> create(
            ActorContext<NodeActor.Command> context, LocalReplicas replicas, Runnable last) {
        Set<PartitionHandle> open = new HashSet<>(replicas.closeAll());
        if (open.isEmpty()) {
            last.run();
            return Behaviors.stopped();
        }
        return new Closing(context, open, last);
    }

    @Override
    public Receive<NodeActor.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(NodeActor.ReplicaClosed.class, this::onClosed)
                .onMessage(NodeActor.MoveReplicas.class, this::onMoveReplicas)
                .onAnyMessage(tooLate -> this)
                .build();
    }

    private Behavior<NodeActor.Command> onMoveReplicas(NodeActor.MoveReplicas move) {
        Map<TopicPartition, Errors> refused = new HashMap<>();
        move.wanted().keySet().forEach(partition -> refused.put(partition, Errors.BROKER_NOT_AVAILABLE));
        move.reply().complete(refused);
        return this;
    }

    private Behavior<NodeActor.Command> onClosed(NodeActor.ReplicaClosed closed) {
        open.remove(closed.partition());
        if (!open.isEmpty()) {
            return this;
        }
        last.run();
        return Behaviors.stopped();
    }
}
