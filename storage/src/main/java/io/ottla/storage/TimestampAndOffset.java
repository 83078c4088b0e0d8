package io.ottla.storage;

/** The largest timestamp of a range, and the last offset of the batch that has it; both -1 when no record has a timestamp. */
record TimestampAndOffset(long timestampMs, long offset) {
    static final TimestampAndOffset NONE = new TimestampAndOffset(-1, -1);

    TimestampAndOffset max(long otherTimestampMs, long otherOffset) {
        return otherTimestampMs > timestampMs ? new TimestampAndOffset(otherTimestampMs, otherOffset) : this;
    }
}
