package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Markers to be written, again until each partition has one. */
public record MarkersDue(
        String transactionalId,
        Ending ending,
        TransactionalProducer producer,
        boolean committed,
        Set<TopicPartition> partitions) {}
