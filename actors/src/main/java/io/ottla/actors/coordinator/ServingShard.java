package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.EntityListing;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.partition.AppendReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard whose state is as committed: it has an actor for each entity and appends what they want written. */
final class ServingShard extends AbstractBehavior<CoordinatorShard.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(ServingShard.class);

    private final TimerScheduler<CoordinatorShard.Command> timers;
    private final ShardTerm term;
    private final AppendPipeline pipeline;
    private final OpenTransactions transactions;
    private final Map<String, Hosted> hosted = new HashMap<>();

    private ServingShard(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term,
            OpenTransactions transactions) {
        super(context);
        this.timers = timers;
        this.term = term;
        this.transactions = transactions;
        this.pipeline = new AppendPipeline(term, context.getSelf());
    }

    static Behavior<CoordinatorShard.Command> create(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term,
            ReplayedState replayed,
            HeldCommands held) {
        ServingShard shard = new ServingShard(context, timers, term, replayed.transactions());
        replayed.entities().values().forEach(shard::host);
        held.handOver(shard::execute);
        timers.startTimerWithFixedDelay(
                CoordinatorShard.Expire.INSTANCE, term.kind().expiryInterval());
        if (!replayed.entities().isEmpty()) {
            LOG.info(
                    "serving partition={} epoch={} {}={}",
                    term.partition().id().topicPartition(),
                    term.leaderEpoch(),
                    term.kind().entities(),
                    replayed.entities().size());
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
                .onMessage(CoordinatorShard.ListEntities.class, this::onListEntities)
                .onMessage(CoordinatorShard.Expire.class, this::onExpire)
                .onMessage(CoordinatorShard.TellAll.class, this::onTellAll)
                .onMessage(CoordinatorShard.EndTransaction.class, this::onEndTransaction)
                .onMessage(CoordinatorShard.Resign.class, resign -> resign())
                .onSignal(ChildFailed.class, this::onEntityFailed)
                // What was still under way when loading ended.
                .onAnyMessage(late -> this)
                .build();
    }

    private Behavior<CoordinatorShard.Command> onExecute(CoordinatorShard.Execute execute) {
        execute(execute.command());
        return this;
    }

    private void execute(CoordinatorCommand command) {
        if (term.lasts()) {
            Hosted entity = hosted.get(command.entityId());
            if (entity == null) {
                entity = host(term.kind().create(command.entityId()));
            }
            entity.execute(command);
        } else {
            command.refuse(Errors.NOT_COORDINATOR);
        }
    }

    private Hosted host(Entity entity) {
        EntityListing listing = entity.listing();
        ActorRef<EntityActor.Command> actor = getContext()
                .spawnAnonymous(EntityActor.create(
                        getContext().getSelf(), entity, term.kind().journal(entity), term.moments()));
        getContext().watch(actor);
        Hosted added = new Hosted(actor, listing);
        hosted.put(entity.id(), added);
        return added;
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
                appended.end().ifPresent(end -> end.reply().complete(Errors.NOT_LEADER_OR_FOLLOWER));
                return resign();
            }
            LOG.warn(
                    "append refused: partition={} epoch={} error={} {}",
                    term.partition().id().topicPartition(),
                    term.leaderEpoch(),
                    refused.error(),
                    refused.message());
            Errors error = AppendErrors.forClients(refused.error());
            appended.writes().forEach(write -> write.entity().tell(new EntityActor.Refused(write.writeId(), error)));
            appended.end().ifPresent(end -> end.reply().complete(refused.error()));
        } else {
            appended.writes().forEach(this::committed);
            appended.end().ifPresent(this::ended);
        }
        pipeline.answered();
        return this;
    }

    private void committed(CoordinatorShard.Write write) {
        write.records().forEach(transactions::note);
        write.entity().tell(new EntityActor.Committed(write.writeId()));
    }

    private void ended(CoordinatorShard.EndTransaction transaction) {
        TransactionEnd end = transaction.end();
        for (String id : transactions.end(end.producer().id())) {
            CoordinatorRecord record =
                    term.kind().transactionEnded(id, end.producer().id(), end.committed());
            Hosted entity = hosted.get(id);
            if (entity != null) {
                entity.actor.tell(new EntityActor.Replay(record));
            }
        }
        transaction.reply().complete(Errors.NONE);
    }

    private Behavior<CoordinatorShard.Command> onEndTransaction(CoordinatorShard.EndTransaction end) {
        pipeline.add(end);
        return this;
    }

    private Behavior<CoordinatorShard.Command> onListed(CoordinatorShard.Listed listed) {
        Hosted entity = hosted.get(listed.listing().id());
        if (entity != null) {
            entity.listing = listed.listing();
        }
        return this;
    }

    private Behavior<CoordinatorShard.Command> onVacant(CoordinatorShard.Vacant vacant) {
        Hosted entity = hosted.get(vacant.id());
        // Only if no command has been sent after those it had seen when it said so.
        if (entity != null && entity.sent == vacant.executed()) {
            hosted.remove(vacant.id());
            getContext().unwatch(entity.actor);
            getContext().stop(entity.actor);
        }
        return this;
    }

    private Behavior<CoordinatorShard.Command> onListEntities(CoordinatorShard.ListEntities list) {
        List<EntityListing> known = hosted.values().stream()
                .map(entity -> entity.listing)
                .filter(EntityListing::visible)
                .toList();
        list.reply().complete(new EntityList(Errors.NONE, known));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onExpire(CoordinatorShard.Expire expire) {
        hosted.forEach((id, entity) -> entity.execute(term.kind().expire(id)));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onTellAll(CoordinatorShard.TellAll tellAll) {
        hosted.forEach((id, entity) -> entity.execute(tellAll.command().apply(id)));
        return this;
    }

    private Behavior<CoordinatorShard.Command> onEntityFailed(ChildFailed failed) {
        // What it had in memory is lost: a new term starts from the log.
        LOG.error(
                "one of the {} failed: partition={} epoch={}",
                term.kind().entities(),
                term.partition().id().topicPartition(),
                term.leaderEpoch(),
                failed.cause());
        return resign();
    }

    private Behavior<CoordinatorShard.Command> resign() {
        pipeline.abandon();
        hosted.values().forEach(entity -> {
            getContext().unwatch(entity.actor);
            entity.actor.tell(new EntityActor.Resign(Errors.NOT_COORDINATOR));
        });
        hosted.clear();
        return ResignedShard.create(getContext(), timers, term);
    }

    /** An entity's actor, and what the shard knows of it. */
    private static final class Hosted {
        private final ActorRef<EntityActor.Command> actor;
        private EntityListing listing;
        private long sent;

        Hosted(ActorRef<EntityActor.Command> actor, EntityListing listing) {
            this.actor = actor;
            this.listing = listing;
        }

        void execute(CoordinatorCommand command) {
            sent++;
            actor.tell(new EntityActor.Execute(command));
        }
    }
}
