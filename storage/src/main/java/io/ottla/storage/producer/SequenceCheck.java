package io.ottla.storage.producer;

import io.ottla.storage.Rejection;

/** Whether a producer's batch may be appended. */
public sealed interface SequenceCheck {
    /** It continues what the producer wrote. */
    record Accepted() implements SequenceCheck {}

    /**
     * It was appended before.
     *
     * @param baseOffset first offset it got then
     * @param lastOffset last offset it got then
     * @param timestampMs largest timestamp it was stored with
     */
    record Duplicate(long baseOffset, long lastOffset, long timestampMs) implements SequenceCheck {}

    /**
     * It was appended before, so long ago that it is not remembered as what.
     *
     * @param below all of it is below this offset
     */
    record Repeated(long below) implements SequenceCheck {}

    /** It contradicts what the producer wrote. */
    record Refused(Rejection reason, String message) implements SequenceCheck {}
}
