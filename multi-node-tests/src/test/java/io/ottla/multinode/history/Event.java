package io.ottla.multinode.history;

import org.apache.kafka.common.TopicPartition;

/** Something that a client did or saw. A {@link History} holds them in the order in which they were noted. */
public sealed interface Event {
    /** Where it happened. */
    TopicPartition partition();

    /** A writer is about to send a message. Whether it arrives is open. */
    record Sent(TopicPartition partition, Message message) implements Event {}

    /** A writer was told that its message is stored at this offset; -1 where it was only told that it is stored. */
    record Acknowledged(TopicPartition partition, Message message, long offset) implements Event {}

    /** A message was sent in a transaction. What becomes of that is open until an {@link Ended} tells. */
    record SentIn(TopicPartition partition, Message message, Transaction transaction) implements Event {}

    /** The writer is about to ask for the commit of the transaction that this message is in. */
    record Committing(TopicPartition partition, Message message) implements Event {}

    /** The writer was told how the transaction that this message is in has ended. */
    record Ended(TopicPartition partition, Message message, boolean committed) implements Event {}

    /**
     * A reader of committed records got a message. Readers are assigned their partitions, begin at the beginning, and read on
     * behind the last fault to the end of the log.
     */
    record Polled(String reader, TopicPartition partition, Message message, long offset) implements Event {}

    /** A group was told that this offset is committed. */
    record Committed(String group, TopicPartition partition, long offset) implements Event {}

    /**
     * Somebody looked up a group's committed offset.
     *
     * @param atLeast the highest offset that the group had been told is committed, when the look-up began; 0 if none
     */
    record CommitFound(String group, TopicPartition partition, long atLeast, long offset) implements Event {}
}
