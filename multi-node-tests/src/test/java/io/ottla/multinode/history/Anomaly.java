package io.ottla.multinode.history;

import org.apache.kafka.common.TopicPartition;

/** Something in a history that a correct log cannot have done. */
public sealed interface Anomaly {
    /** Acknowledged, and not in the log. */
    record LostWrite(TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** Twice in the log, though an idempotent producer sent it. */
    record Duplicate(TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** In the log, though nobody sent it there. */
    record Phantom(TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** In the log behind a message that its writer sent later. */
    record Reordered(TopicPartition partition, Message message, long offset, Message before) implements Anomaly {}

    /** A client was told, or shown, a message at an offset where the log has something else, or nothing. */
    record InconsistentOffset(TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** A writer's messages were acknowledged at offsets in another order than sent. */
    record NonMonotonicSend(TopicPartition partition, Message message, long offset, long earlierOffset)
            implements Anomaly {}

    /** A reader got an offset again, or an earlier one. */
    record NonMonotonicPoll(String reader, TopicPartition partition, long offset, long previous) implements Anomaly {}

    /** A reader went past a record without getting it. */
    record SkippedPoll(String reader, TopicPartition partition, long skipped) implements Anomaly {}

    /** A record that a reader did not get, though it read on after all faults were over. */
    record UnseenAfterHealing(String reader, TopicPartition partition, long offset) implements Anomaly {}

    /** A reader of committed records got a message of a transaction that was aborted. */
    record AbortedRead(String reader, TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** A reader of committed records, be it the writer's own process, got a message before its commit had been asked for. */
    record UncommittedRead(String reader, TopicPartition partition, Message message, long offset) implements Anomaly {}

    /** A transaction of which this message is visible and {@code missing} is not. */
    record HalfVisibleTransaction(Transaction transaction, Place visible, Place missing) implements Anomaly {}

    /** A replica's log has something else than another's at an offset that both have, or lacks it. */
    record ReplicasDiffer(TopicPartition partition, int node, int otherNode, long offset) implements Anomaly {}

    /** A group's committed offset lies behind the end of the log. */
    record CommittedPastEnd(String group, TopicPartition partition, long offset, long end) implements Anomaly {}

    /** A group's committed offset is lower than one that it had been told is committed. */
    record CommittedGoneBack(String group, TopicPartition partition, long offset, long atLeast) implements Anomaly {}
}
