package io.ottla.actors.coordinator.state;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * One thing that a coordinator looks after: a group, a transactional id. Decides commands, and changes what is durable only by {@link
 * #replay replaying} records; the same records in the same order give the same entity to the next coordinator.
 */
public interface Entity {
    /** Its name, by which its partition is found. */
    String id();

    /** Decides a command of its kind. */
    Outcome decide(CoordinatorCommand command, Moment now);

    /** Decides what the passing of time brings. */
    Outcome onTime(Moment now);

    /** When {@link #onTime} has something to do at the earliest, steady clock; {@link Long#MAX_VALUE} for never. */
    long nextDeadlineMs();

    /** Everything in the log has been replayed, and the entity goes live. */
    void start(Moment now);

    /** Changes state as a committed record of its kind says. */
    void replay(CoordinatorRecord record);

    /** The records of an outcome were not committed and never will be. */
    Outcome onRefused(Outcome outcome, Moment now);

    /** Answers to everybody who waits in it, for when this coordinator gives up. */
    List<Answer<?>> abandon(Errors error);

    /** Whether nothing is left of it, so that it may be forgotten. */
    boolean isVacant();

    /** As it appears in lists. */
    EntityListing listing();
}
