package io.ottla.actors.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.group.state.GroupPhase;
import io.ottla.actors.partition.AppendReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard whose state is as committed: it has an actor for each group and appends what they want written. */
final class ServingShard extends AbstractBehavior<CoordinatorShard.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(ServingShard.class);

    private final TimerScheduler<CoordinatorShard.Command> timers;
    private final ShardTerm term;
    private final AppendPipeline pipeline;
    private final Map<String, Hosted> groups = new HashMap<>();

    private ServingShard(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term) {
        super(context);
        this.timers = timers;
        this.term = term;
        this.pipeline = new AppendPipeline(term, context.getSelf());
    }

    static Behavior<CoordinatorShard.Command> create(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term,
            Map<String, Group> replayed,
            HeldCommands held) {
        ServingShard shard = new ServingShard(context, timers, term);
        replayed.values().forEach(shard::host);
        held.handOver(shard::execute);
        timers.startTimerWithFixedDelay(
                CoordinatorShard.ExpireOffsets.INSTANCE, term.settings().retentionCheckInterval());
        if (!replayed.isEmpty()) {
            LOG.info(
                    "serving partition={} epoch={} groups={}",
                    term.partition().id().topicPartition(),
                    term.leaderEpoch(),
                    replayed.size());
        }
        return shard;
    }

    @Override
    public Receive<CoordinatorShard.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(CoordinatorShard.Execute.class, this::onExecute)
                .onMessage(CoordinatorShard.Write.class, this::onWrite)
                .onMessage(CoordinatorShard.Flush.class, this::onFlush)
                .onMessage(CoordinatorShard.Appended.class, this::onAppended)
                .onMessage(CoordinatorShard.Listed.class, this::onListed)
                .onMessage(CoordinatorShard.Vacant.class, this::onVacant)
                .onMessage(CoordinatorShard.ListGroups.class, this::onListGroups)
                .onMessage(CoordinatorShard.ExpireOffsets.class, this::onExpireOffsets)
                .onMessage(CoordinatorShard.ForgetTopics.class, this::onForgetTopics)
                .onMessage(CoordinatorShard.Resign.class, resign -> resign())
                .onSignal(ChildFailed.class, this::onGroupFailed)
                // What was still under way when loading ended.
                .onAnyMessage(late -> this)
                .build();
    }

    private Behavior<CoordinatorShard.Command> onExecute(CoordinatorShard.Execute execute) {
        execute(execute.command());
        return this;
    }

    private void execute(GroupCommand command) {
        if (term.lasts()) {
            Hosted group = groups.get(command.groupId());
            if (group == null) {
                group = host(new Group(command.groupId(), term.settings().limits()));
            }
            group.execute(command);
        } else {
            command.refuse(Errors.NOT_COORDINATOR);
        }
    }

    private Hosted host(Group group) {
        GroupListing listing = group.listing();
        ActorRef<GroupActor.Command> actor =
                getContext().spawnAnonymous(GroupActor.create(getContext().getSelf(), group, term.moments()));
        getContext().watch(actor);
        Hosted hosted = new Hosted(actor, listing);
        groups.put(group.id(), hosted);
        return hosted;
    }

    private Behavior<CoordinatorShard.Command> onWrite(CoordinatorShard.Write write) {
        pipeline.add(write);
        return this;
    }

    private Behavior<CoordinatorShard.Command> onFlush(CoordinatorShard.Flush flush) {
        pipeline.flush();
        return this;
    }

    private Behavior<CoordinatorShard.Command> onAppended(CoordinatorShard.Appended appended) {
        if (appended.reply() instanceof AppendReply.Refused refused) {
            if (!AppendErrors.nothingWritten(refused.error())) {
                return resign();
            }
            LOG.warn(
                    "append refused: partition={} epoch={} error={} {}",
                    term.partition().id().topicPartition(),
                    term.leaderEpoch(),
                    refused.error(),
                    refused.message());
            Errors error = AppendErrors.forClients(refused.error());
            appended.writes().forEach(write -> write.group().tell(new GroupActor.Refused(write.writeId(), error)));
        } else {
            appended.writes().forEach(write -> write.group().tell(new GroupActor.Committed(write.writeId())));
        }
        pipeline.answered();
        return this;
    }

    private Behavior<CoordinatorShard.Command> onListed(CoordinatorShard.Listed listed) {
        Hosted group = groups.get(listed.listing().groupId());
        if (group != null) {
            group.listing = listed.listing();
        }
        return this;
    }

    private Behavior<CoordinatorShard.Command> onVacant(CoordinatorShard.Vacant vacant) {
        Hosted group = groups.get(vacant.groupId());
        // Only if no command has been sent after those it had seen when it said so.
        if (group != null && group.sent == vacant.executed()) {
            groups.remove(vacant.groupId());
            getContext().unwatch(group.actor);
            getContext().stop(group.actor);
        }
        return this;
    }

    private Behavior<CoordinatorShard.Command> onListGroups(CoordinatorShard.ListGroups list) {
        List<GroupListing> known = groups.values().stream()
                .map(group -> group.listing)
                .filter(listing -> listing.phase() != GroupPhase.DEAD)
                .toList();
        list.reply().complete(new GroupList(Errors.NONE, known));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onExpireOffsets(CoordinatorShard.ExpireOffsets expire) {
        groups.forEach((id, group) -> group.execute(new GroupCommand.Expire(id)));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onForgetTopics(CoordinatorShard.ForgetTopics forget) {
        groups.forEach((id, group) -> group.execute(new GroupCommand.ForgetTopics(id, forget.topics())));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onGroupFailed(ChildFailed failed) {
        // What it had in memory is lost: a new term starts from the log.
        LOG.error(
                "a group failed: partition={} epoch={}",
                term.partition().id().topicPartition(),
                term.leaderEpoch(),
                failed.cause());
        return resign();
    }

    private Behavior<CoordinatorShard.Command> resign() {
        groups.values().forEach(group -> {
            getContext().unwatch(group.actor);
            group.actor.tell(new GroupActor.Resign(Errors.NOT_COORDINATOR));
        });
        groups.clear();
        return ResignedShard.create(getContext(), timers, term);
    }

    /** A group's actor, and what the shard knows of it. */
    private static final class Hosted {
        private final ActorRef<GroupActor.Command> actor;
        private GroupListing listing;
        private long sent;

        Hosted(ActorRef<GroupActor.Command> actor, GroupListing listing) {
            this.actor = actor;
            this.listing = listing;
        }

        void execute(GroupCommand command) {
            sent++;
            actor.tell(new GroupActor.Execute(command));
        }
    }
}
