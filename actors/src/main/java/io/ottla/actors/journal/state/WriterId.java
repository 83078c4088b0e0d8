package io.ottla.actors.journal.state;

import java.util.UUID;

/**
 * A writer of the journal (safety rule Q1). Which of two is above is a matter of the epoch alone; in one epoch a voter serves
 * one id.
 *
 * @param epoch its epoch, from 1 on
 * @param id drawn at random for one takeover
 */
public record WriterId(long epoch, UUID id) {
    /** What a voter that never promised anything has promised. */
    public static final WriterId NONE = new WriterId(0, new UUID(0, 0));

    /** Whether its epoch is higher. */
    public boolean isAbove(WriterId other) {
        return epoch > other.epoch;
    }

    @Override
    public String toString() {
        return id + " of epoch " + epoch;
    }
}
