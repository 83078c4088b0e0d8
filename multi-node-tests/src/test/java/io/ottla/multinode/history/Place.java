package io.ottla.multinode.history;

import org.apache.kafka.common.TopicPartition;

/** A message in the partition that it was sent to. */
public record Place(TopicPartition partition, Message message) {}
