package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Markers to be written, again until each partition has one.
 *
 * @param nextEpoch whether the producer's epoch is one above that of its records (version 2)
 */
public record MarkersDue(
        String transactionalId,
        Ending ending,
        TransactionalProducer producer,
        boolean committed,
        boolean nextEpoch,
        Set<TopicPartition> partitions) {}
