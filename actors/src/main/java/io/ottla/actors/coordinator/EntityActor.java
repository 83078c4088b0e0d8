package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.EntityListing;
import io.ottla.actors.coordinator.state.Turns;
import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;

/**
 * One entity in its shard: lets the {@link Entity} decide, one {@link Turns turn} after the other, has its records written, and replays
 * them and answers once they are committed.
 *
 * <p>It has one timer, set for the earliest deadline. Heartbeats move deadlines without touching it; it finds out when it fires.
 */
final class EntityActor extends AbstractBehavior<EntityActor.Command> {
    private static final Object TICK_KEY = "tick";

    private final TimerScheduler<Command> timers;
    private final ActorRef<CoordinatorShard.Command> shard;
    private final Entity entity;
    private final Turns turns;
    private final Moments moments;
    private final EntityJournal journal;
    private EntityListing listed;
    private long tickAtMs = Long.MAX_VALUE;
    private long executed;

    private EntityActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<CoordinatorShard.Command> shard,
            Entity entity,
            EntityJournal journal,
            Moments moments) {
        super(context);
        this.timers = timers;
        this.shard = shard;
        this.entity = entity;
        this.moments = moments;
        this.listed = entity.listing();
        this.journal = journal;
        this.turns = new Turns(entity, this::write, this::tellChanges);
        entity.start(moments.now());
        armTimer();
    }

    static Behavior<Command> create(
            ActorRef<CoordinatorShard.Command> shard, Entity entity, EntityJournal journal, Moments moments) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new EntityActor(context, timers, shard, entity, journal, moments)));
    }

    /** What an entity's actor can be told, by its shard alone. */
    sealed interface Command {}

    /** Does what a client wants. */
    record Execute(CoordinatorCommand command) implements Command {}

    /** A write is committed. */
    record Committed(long writeId) implements Command {}

    /** A write was refused, and nothing of it is in the log. */
    record Refused(long writeId, Errors error) implements Command {}

    /** A committed record that somebody else caused: the end of a transaction. */
    record Replay(CoordinatorRecord record) implements Command {}

    /** The shard's term is over: answers everybody and stops. */
    record Resign(Errors error) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Execute.class, this::onExecute)
                .onMessage(Committed.class, this::onCommitted)
                .onMessage(Refused.class, this::onRefused)
                .onMessage(Replay.class, this::onReplay)
                .onMessage(Tick.class, this::onTick)
                .onMessage(Resign.class, this::onResign)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onExecute(Execute execute) {
        executed++;
        turns.execute(execute.command(), moments.now());
        return settle();
    }

    private Behavior<Command> onCommitted(Committed committed) {
        turns.committed(committed.writeId(), moments.now());
        return settle();
    }

    private Behavior<Command> onRefused(Refused refused) {
        turns.refused(refused.writeId(), refused.error(), moments.now());
        return settle();
    }

    private Behavior<Command> onReplay(Replay replay) {
        turns.replay(replay.record(), moments.now());
        return settle();
    }

    private Behavior<Command> onTick(Tick tick) {
        tickAtMs = Long.MAX_VALUE;
        turns.timePassed(moments.now());
        return settle();
    }

    private Behavior<Command> onResign(Resign resign) {
        turns.abandon(resign.error());
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop(PostStop stop) {
        turns.abandon(Errors.NOT_COORDINATOR);
        return this;
    }

    private void write(Turns.Write write) {
        shard.tell(new CoordinatorShard.Write(getContext().getSelf(), write.writeId(), write.records()));
    }

    /** Who lists entities after an answer finds what was done. */
    private void tellChanges() {
        journal.noteChanges();
        EntityListing listing = entity.listing();
        if (!listing.equals(listed)) {
            listed = listing;
            shard.tell(new CoordinatorShard.Listed(listing));
        }
    }

    /** Tells the shard what changed and sets the timer. */
    private Behavior<Command> settle() {
        tellChanges();
        armTimer();
        if (entity.isVacant() && turns.isIdle()) {
            shard.tell(new CoordinatorShard.Vacant(entity.id(), executed));
        }
        return this;
    }

    private void armTimer() {
        long deadline = entity.nextDeadlineMs();
        if (deadline < tickAtMs && !turns.isTimeDue()) {
            tickAtMs = deadline;
            long delay = Math.max(0, deadline - moments.now().steadyMs());
            if (delay == 0) {
                // A timer would let some milliseconds pass.
                getContext().getSelf().tell(Tick.INSTANCE);
            } else {
                timers.startSingleTimer(TICK_KEY, Tick.INSTANCE, Duration.ofMillis(delay));
            }
        }
    }
}
