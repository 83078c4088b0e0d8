package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import org.apache.kafka.common.protocol.Errors;

/** A replica that does not lead: it has a log, and waits for what the leader or the controller sends. */
final class Following extends AbstractBehavior<Partition.Command> {
    private final Replica replica;
    private final ReplicaLog log;
    private int leaderEpoch;

    Following(ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, int leaderEpoch) {
        super(context);
        this.replica = replica;
        this.log = log;
        this.leaderEpoch = leaderEpoch;
        publish();
    }

    @Override
    public Receive<Partition.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Partition.Lead.class, this::onLead)
                .onMessage(Partition.Follow.class, this::onFollow)
                .onMessage(Partition.Configure.class, this::onConfigure)
                .onMessage(Partition.Maintain.class, this::onMaintain)
                .onMessage(Partition.Compaction.class, this::onCompaction)
                .onMessage(ReplicaLog.Forced.class, this::onForced)
                .onMessage(Partition.Delete.class, this::onDelete)
                .onMessage(Partition.Close.class, this::onClose)
                .onAnyMessage(this::onDataCommand)
                .build();
    }

    private Behavior<Partition.Command> onLead(Partition.Lead lead) {
        if (lead.leaderEpoch() <= leaderEpoch) {
            return this;
        }
        return Offline.ifDiskFails(getContext(), replica, log, () -> new Leading(getContext(), replica, log, lead));
    }

    private Behavior<Partition.Command> onFollow(Partition.Follow follow) {
        leaderEpoch = Math.max(leaderEpoch, follow.leaderEpoch());
        publish();
        return this;
    }

    private Behavior<Partition.Command> onConfigure(Partition.Configure configure) {
        log.configure(configure);
        return this;
    }

    private Behavior<Partition.Command> onMaintain(Partition.Maintain maintain) {
        return Offline.ifDiskFails(getContext(), replica, log, () -> {
            if (log.maintain(maintain.nowMs())) {
                publish();
            }
            return this;
        });
    }

    private Behavior<Partition.Command> onCompaction(Partition.Compaction step) {
        Behavior<Partition.Command> next = Offline.ifDiskFails(getContext(), replica, log, () -> {
            log.compact(step);
            publish();
            return this;
        });
        if (next != this) {
            Refusals.refuse(step, Errors.KAFKA_STORAGE_ERROR);
        }
        return next;
    }

    private Behavior<Partition.Command> onForced(ReplicaLog.Forced forced) {
        return Offline.ifDiskFails(getContext(), replica, log, () -> {
            log.forced(forced);
            return this;
        });
    }

    private Behavior<Partition.Command> onDelete(Partition.Delete delete) {
        replica.handle().retract();
        return Offline.ifDiskFails(getContext(), replica, log, () -> {
            log.delete();
            delete.done().complete(true);
            return new Gone(getContext(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
        });
    }

    private Behavior<Partition.Command> onClose(Partition.Close close) {
        replica.handle().retract();
        return Offline.ifDiskFails(getContext(), replica, log, () -> {
            log.close();
            close.done().complete(true);
            return new Gone(getContext(), Errors.NOT_LEADER_OR_FOLLOWER);
        });
    }

    private Behavior<Partition.Command> onDataCommand(Partition.Command command) {
        Refusals.notLeader(command);
        return this;
    }

    private void publish() {
        replica.publish(PartitionView.Role.FOLLOWING, leaderEpoch, log.view());
    }
}
