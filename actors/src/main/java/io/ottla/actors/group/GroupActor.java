package io.ottla.actors.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.group.state.Answer;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.group.state.Moment;
import io.ottla.actors.group.state.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;

/**
 * One group in its shard: lets the {@link Group} decide, has its records written, and replays them and answers once they are committed.
 *
 * <p>Decide, append, and only then change state: so nobody ever sees what is not committed, and a refused write leaves nothing to
 * undo. The price is that a decision which writes must be committed before the next one is taken. Offset commits do not pay it: they
 * depend on membership only, so any number may be on their way, and are replayed in the order of the log.
 *
 * <p>It has one timer, set for the earliest deadline. Heartbeats move deadlines without touching it; it finds out when it fires.
 */
final class GroupActor extends AbstractBehavior<GroupActor.Command> {
    private static final int MAX_WAITING = 10_000;
    private static final Object TICK_KEY = "tick";

    private final TimerScheduler<Command> timers;
    private final ActorRef<CoordinatorShard.Command> shard;
    private final Group group;
    private final Moments moments;
    private final Map<Long, Outcome> writes = new LinkedHashMap<>();
    private final Deque<GroupCommand> waiting = new ArrayDeque<>();
    private final GroupJournal journal;
    private GroupListing listed;
    private long lastWriteId;
    private long aloneWriteId = -1L;
    private boolean tickMissed;
    private long tickAtMs = Long.MAX_VALUE;
    private long executed;

    private GroupActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<CoordinatorShard.Command> shard,
            Group group,
            Moments moments) {
        super(context);
        this.timers = timers;
        this.shard = shard;
        this.group = group;
        this.moments = moments;
        this.listed = group.listing();
        this.journal = new GroupJournal(group);
        group.start(moments.now());
        armTimer();
    }

    static Behavior<Command> create(ActorRef<CoordinatorShard.Command> shard, Group group, Moments moments) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new GroupActor(context, timers, shard, group, moments)));
    }

    /** What a group's actor can be told, by its shard alone. */
    sealed interface Command {}

    /** Does what a client wants. */
    record Execute(GroupCommand command) implements Command {}

    /** A write is committed. */
    record Committed(long writeId) implements Command {}

    /** A write was refused, and nothing of it is in the log. */
    record Refused(long writeId, Errors error) implements Command {}

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
                .onMessage(Tick.class, this::onTick)
                .onMessage(Resign.class, this::onResign)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onExecute(Execute execute) {
        executed++;
        GroupCommand command = execute.command();
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
        outcome.records().forEach(group::replay);
        give(outcome);
        return proceed();
    }

    private Behavior<Command> onRefused(Refused refused) {
        Outcome outcome = written(refused.writeId());
        outcome.answers().forEach(answer -> answer.refuse(refused.error()));
        carryOut(group.onRefused(outcome, moments.now()), GroupCommand.Pace.ALONE_IF_IT_WRITES);
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
            throw new IllegalStateException("group " + group.id() + " has no write " + writeId);
        }
        if (writeId == aloneWriteId) {
            aloneWriteId = -1L;
        }
        return outcome;
    }

    private boolean mayDecide(GroupCommand command) {
        boolean alone = aloneWriteId >= 0;
        return !alone && (command.pace() != GroupCommand.Pace.AFTER_ALL_WRITES || writes.isEmpty());
    }

    /** Takes up what had to wait for a write. */
    private Behavior<Command> proceed() {
        if (tickMissed && aloneWriteId < 0) {
            tickMissed = false;
            carryOut(group.onTime(moments.now()), GroupCommand.Pace.ALONE_IF_IT_WRITES);
        }
        while (!waiting.isEmpty() && mayDecide(waiting.peek())) {
            decide(waiting.remove());
        }
        return settle();
    }

    private void decide(GroupCommand command) {
        Moment now = moments.now();
        carryOut(group.decide(command, now), command.pace());
    }

    private void carryOut(Outcome outcome, GroupCommand.Pace pace) {
        if (!outcome.writes()) {
            give(outcome);
            return;
        }
        long writeId = ++lastWriteId;
        writes.put(writeId, outcome);
        if (pace != GroupCommand.Pace.OVERLAPPING) {
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
        GroupListing listing = group.listing();
        if (!listing.equals(listed)) {
            listed = listing;
            shard.tell(new CoordinatorShard.Listed(listing));
        }
    }

    /** Tells the shard what changed and sets the timer. */
    private Behavior<Command> settle() {
        tellChanges();
        armTimer();
        if (group.isVacant() && writes.isEmpty() && waiting.isEmpty()) {
            shard.tell(new CoordinatorShard.Vacant(group.id(), executed));
        }
        return this;
    }

    private void armTimer() {
        long deadline = group.nextDeadlineMs();
        if (deadline < tickAtMs && !tickMissed) {
            tickAtMs = deadline;
            long delay = Math.max(0, deadline - moments.now().steadyMs());
            timers.startSingleTimer(TICK_KEY, Tick.INSTANCE, Duration.ofMillis(delay));
        }
    }

    private void abandon(Errors error) {
        writes.values().forEach(outcome -> outcome.answers().forEach(answer -> answer.refuse(error)));
        writes.clear();
        waiting.forEach(command -> command.refuse(error));
        waiting.clear();
        group.abandon(error).forEach(Answer::give);
    }
}
