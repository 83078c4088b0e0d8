package io.ottla.actors.coordinator.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Lets an entity decide one thing after the other: decide, append, and only then change state. So nobody ever sees what is not
 * committed, and a refused write leaves nothing to undo. The price is that a decision which writes must be committed before the next
 * one is taken. Offset commits do not pay it: they depend on membership only, so any number may be on their way, and are replayed in
 * the order of the log.
 */
public final class Turns {
    private static final int MAX_WAITING = 10_000;
    private static final long NOBODY = -1L;

    private final Entity entity;
    private final Consumer<Write> log;
    private final Runnable beforeAnswers;
    private final Map<Long, Outcome> writes = new LinkedHashMap<>();
    private final Deque<CoordinatorCommand> waiting = new ArrayDeque<>();
    private long lastWriteId;
    private long aloneWriteId = NOBODY;
    private boolean timeDue;

    /** Records to be appended as one; {@link #committed} or {@link #refused} is told of them by number. */
    public record Write(long writeId, List<CoordinatorRecord> records) {}

    /**
     * The turns of an entity that is live.
     *
     * @param log takes what is to be appended, in order
     * @param beforeAnswers called when state has changed and answers are about to be given
     */
    public Turns(Entity entity, Consumer<Write> log, Runnable beforeAnswers) {
        this.entity = entity;
        this.log = log;
        this.beforeAnswers = beforeAnswers;
    }

    /** Carries a command out now, or when what it has to wait for is committed. */
    public void execute(CoordinatorCommand command, Moment now) {
        if (waiting.isEmpty() && mayDecide(command)) {
            decide(command, now);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(command);
        } else {
            command.refuse(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        }
    }

    /** A write is committed. */
    public void committed(long writeId, Moment now) {
        Outcome outcome = written(writeId);
        outcome.records().forEach(entity::replay);
        give(outcome);
        proceed(now);
    }

    /** A write was refused, and nothing of it is in the log. */
    public void refused(long writeId, Errors error, Moment now) {
        Outcome outcome = written(writeId);
        outcome.answers().forEach(answer -> answer.refuse(error));
        carryOut(entity.onRefused(outcome, now), Pace.ALONE_IF_IT_WRITES);
        proceed(now);
    }

    /** A committed record that somebody else caused: the end of a transaction. */
    public void replay(CoordinatorRecord record, Moment now) {
        entity.replay(record);
        proceed(now);
    }

    /** The entity's deadline has come. */
    public void timePassed(Moment now) {
        timeDue = true;
        proceed(now);
    }

    /** Whether the entity is to be told of the time as soon as a write is committed. */
    public boolean isTimeDue() {
        return timeDue;
    }

    /** Whether nothing is under way and nothing waits. */
    public boolean isIdle() {
        return writes.isEmpty() && waiting.isEmpty();
    }

    /** Answers everybody: this coordinator gives up. */
    public void abandon(Errors error) {
        writes.values().forEach(outcome -> outcome.answers().forEach(answer -> answer.refuse(error)));
        writes.clear();
        waiting.forEach(command -> command.refuse(error));
        waiting.clear();
        entity.abandon(error).forEach(Answer::give);
    }

    private Outcome written(long writeId) {
        Outcome outcome = writes.remove(writeId);
        if (outcome == null) {
            throw new IllegalStateException(entity.id() + " has no write " + writeId);
        }
        if (writeId == aloneWriteId) {
            aloneWriteId = NOBODY;
        }
        return outcome;
    }

    private boolean mayDecide(CoordinatorCommand command) {
        boolean alone = aloneWriteId != NOBODY;
        return !alone && (command.pace() != Pace.AFTER_ALL_WRITES || writes.isEmpty());
    }

    /** Takes up what had to wait for a write. */
    private void proceed(Moment now) {
        if (timeDue && aloneWriteId == NOBODY) {
            timeDue = false;
            carryOut(entity.onTime(now), Pace.ALONE_IF_IT_WRITES);
        }
        while (!waiting.isEmpty() && mayDecide(waiting.element())) {
            decide(waiting.remove(), now);
        }
    }

    private void decide(CoordinatorCommand command, Moment now) {
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
        log.accept(new Write(writeId, outcome.records()));
    }

    private void give(Outcome outcome) {
        beforeAnswers.run();
        outcome.answers().forEach(Answer::give);
    }
}
