package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.EntityListing;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;

/**
 * One entity in its shard: lets the {@link Entity} decide, has its records written, and replays them and answers once they are committed.
 *
 * <p>Decide, append, and only then change state: so nobody ever sees what is not committed, and a refused write leaves nothing to
 * undo. The price is that a decision which writes must be committed before the next one is taken. Offset commits do not pay it: they
 * depend on membership only, so any number may be on their way, and are replayed in the order of the log.
 *
 * <p>It has one timer, set for the earliest deadline. Heartbeats move deadlines without touching it; it finds out when it fires.
 */
final class EntityActor extends AbstractBehavior<EntityActor.Command> {
    private static final int MAX_WAITING = 10_000;
    private static final Object TICK_KEY = "tick";

    private final TimerScheduler<Command> timers;
    private final ActorRef<CoordinatorShard.Command> shard;
    private final Entity entity;
    private final Moments moments;
    private final Map<Long, Outcome> writes = new LinkedHashMap<>();
    private final Deque<CoordinatorCommand> waiting = new ArrayDeque<>();
    private final EntityJournal journal;
    private EntityListing listed;
    private long lastWriteId;
    private long aloneWriteId = -1L;
    private boolean tickMissed;
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
        CoordinatorCommand command = execute.command();
        if (waiting.isEmpty() && mayDecide(command)) {
            decide(command);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(command);
        } else {
            command.refuse(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        }
        return settle();
    }

    private Behavior<Command> onCommitted(Committed committed) {
        Outcome outcome = written(committed.writeId());
        outcome.records().forEach(entity::replay);
        give(outcome);
        return proceed();
    }

    private Behavior<Command> onRefused(Refused refused) {
        Outcome outcome = written(refused.writeId());
        outcome.answers().forEach(answer -> answer.refuse(refused.error()));
        carryOut(entity.onRefused(outcome, moments.now()), Pace.ALONE_IF_IT_WRITES);
        return proceed();
    }

    private Behavior<Command> onReplay(Replay replay) {
        entity.replay(replay.record());
        return proceed();
    }

    private Behavior<Command> onTick(Tick tick) {
        tickAtMs = Long.MAX_VALUE;
        tickMissed = true;
        return proceed();
    }

    private Behavior<Command> onResign(Resign resign) {
        abandon(resign.error());
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop(PostStop stop) {
        abandon(Errors.NOT_COORDINATOR);
        return this;
    }

    private Outcome written(long writeId) {
        Outcome outcome = writes.remove(writeId);
        if (outcome == null) {
            throw new IllegalStateException(entity.id() + " has no write " + writeId);
        }
        if (writeId == aloneWriteId) {
            aloneWriteId = -1L;
        }
        return outcome;
    }

    private boolean mayDecide(CoordinatorCommand command) {
        boolean alone = aloneWriteId >= 0;
        return !alone && (command.pace() != Pace.AFTER_ALL_WRITES || writes.isEmpty());
    }

    /** Takes up what had to wait for a write. */
    private Behavior<Command> proceed() {
        if (tickMissed && aloneWriteId < 0) {
            tickMissed = false;
            carryOut(entity.onTime(moments.now()), Pace.ALONE_IF_IT_WRITES);
        }
        while (!waiting.isEmpty() && mayDecide(waiting.peek())) {
            decide(waiting.remove());
        }
        return settle();
    }

    private void decide(CoordinatorCommand command) {
        Moment now = moments.now();
        carryOut(entity.decide(command, now), command.pace());
    }

    private void carryOut(Outcome outcome, Pace pace) {
        if (!outcome.writes()) {
            give(outcome);
            return;
        }
        long writeId = ++lastWriteId;
        writes.put(writeId, outcome);
        if (pace != Pace.OVERLAPPING) {
            aloneWriteId = writeId;
        }
        shard.tell(new CoordinatorShard.Write(getContext().getSelf(), writeId, outcome.records()));
    }

    /** Answers; who lists groups after that finds what was done. */
    private void give(Outcome outcome) {
        tellChanges();
        outcome.answers().forEach(Answer::give);
    }

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
        if (entity.isVacant() && writes.isEmpty() && waiting.isEmpty()) {
            shard.tell(new CoordinatorShard.Vacant(entity.id(), executed));
        }
        return this;
    }

    private void armTimer() {
        long deadline = entity.nextDeadlineMs();
        if (deadline < tickAtMs && !tickMissed) {
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

    private void abandon(Errors error) {
        writes.values().forEach(outcome -> outcome.answers().forEach(answer -> answer.refuse(error)));
        writes.clear();
        waiting.forEach(command -> command.refuse(error));
        waiting.clear();
        entity.abandon(error).forEach(Answer::give);
    }
}
