package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import org.apache.kafka.common.protocol.Errors;

/** A replica whose disk failed, whose log is damaged, or that broke. It refuses everything with KAFKA_STORAGE_ERROR until the node is started again. */
final class Offline extends AbstractBehavior<Partition.Command> {
    Offline(ActorContext<Partition.Command> context, Replica replica, Throwable cause) {
        super(context);
        replica.handle().retract();
        replica.events().diskFailed(replica.handle(), cause);
    }

    /** A replica that cannot use its log. Where the disk has failed all others that live on it go with it; a damaged log is its own failure. */
    static Behavior<Partition.Command> because(
            ActorContext<Partition.Command> context, Replica replica, Throwable cause) {
        Behavior<Partition.Command> offline = new Offline(context, replica, cause);
        boolean unused = replica.suspect(replica.home().directory(), cause);
        return offline;
    }

    /** Runs what touches the log; what fails takes the replica offline, not the node. */
    static Behavior<Partition.Command> ifDiskFails(
            ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, Work work) {
        try {
            return work.run();
        } catch (RuntimeException failure) {
            context.getLog()
                    .error(
                            "{}: the log failed, the replica is offline",
                            replica.handle().id(),
                            failure);
            return withLog(context, replica, log, failure);
        }
    }

    /** Lets go of a log that failed. */
    static Behavior<Partition.Command> withLog(
            ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, Throwable cause) {
        log.abandon();
        return because(context, replica, cause);
    }

    /** Something that touches the log. */
    interface Work {
        Behavior<Partition.Command> run();
    }

    @Override
    public Receive<Partition.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Partition.Close.class, close -> gone(close, Errors.NOT_LEADER_OR_FOLLOWER))
                .onMessage(Partition.Delete.class, delete -> gone(delete, Errors.UNKNOWN_TOPIC_OR_PARTITION))
                .onAnyMessage(this::onAnythingElse)
                .build();
    }

    private Behavior<Partition.Command> gone(Partition.Command last, Errors why) {
        Refusals.refuse(last, why);
        return new Gone(getContext(), why);
    }

    private Behavior<Partition.Command> onAnythingElse(Partition.Command command) {
        Refusals.refuse(command, Errors.KAFKA_STORAGE_ERROR);
        return this;
    }
}
