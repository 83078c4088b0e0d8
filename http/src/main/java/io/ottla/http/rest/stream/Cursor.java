package io.ottla.http.rest.stream;

import org.apache.kafka.common.TopicPartition;

/** How far one stream has read one partition. Changed by the one reader that has the stream at a time. */
final class Cursor {
    private final TopicPartition partition;
    private final long end;
    private long next;

    /**
     * A cursor.
     *
     * @param next the first offset that is wanted
     * @param end the first offset that is not; {@code Long.MAX_VALUE} for a stream without end
     */
    Cursor(TopicPartition partition, long next, long end) {
        this.partition = partition;
        this.next = next;
        this.end = end;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The next offset that is wanted. */
    long next() {
        return next;
    }

    /** Whether the record is one that was not seen yet. */
    boolean wants(long offset) {
        return offset >= next && offset < end;
    }

    /** Everything below this offset has been seen. */
    void advanceTo(long offset) {
        next = Math.max(next, offset);
    }

    /** The partition has nothing where the cursor stands; it goes on there. */
    void moveTo(long offset) {
        next = offset;
    }

    boolean isDone() {
        return next >= end;
    }
}
