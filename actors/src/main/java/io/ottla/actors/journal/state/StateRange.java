package io.ottla.actors.journal.state;

/**
 * Which saved states are meant: those with number and time within these bounds, which are part of the range.
 *
 * @param minTimestampMs in milliseconds since 1970, as {@code maxTimestampMs}
 */
public record StateRange(long minSequenceNr, long maxSequenceNr, long minTimestampMs, long maxTimestampMs) {
    /** Whether this state is meant. */
    public boolean holds(Payload.StateSaved state) {
        return state.sequenceNr() >= minSequenceNr
                && state.sequenceNr() <= maxSequenceNr
                && state.timestampMs() >= minTimestampMs
                && state.timestampMs() <= maxTimestampMs;
    }
}
