package io.ottla.server.cli;

import java.time.Instant;

/** Where {@code group reset} moves a group to. */
sealed interface ResetTarget {
    /** The oldest record there is. */
    record Earliest() implements ResetTarget {}

    /** Behind the newest record. */
    record Latest() implements ResetTarget {}

    /** One offset, or the nearest that exists. */
    record ToOffset(long offset) implements ResetTarget {}

    /** The first record at or after an instant, or behind the newest record if all are older. */
    record ToTime(Instant instant) implements ResetTarget {}

    /** So many records forward, or back if negative, from what is committed. */
    record ShiftBy(long records) implements ResetTarget {}
}
