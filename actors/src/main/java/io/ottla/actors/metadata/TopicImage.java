package io.ottla.actors.metadata;

import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * One topic.
 *
 * @param name its name
 * @param id its id, never used again once the topic is deleted
 * @param partitions partition n at index n
 * @param replicationFactor what was asked for; placement is clamped to the brokers there are (safety rule C7)
 */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions, int replicationFactor) {
    public TopicImage {
        partitions = List.copyOf(partitions);
    }

    /** The partition with this number, if there is one. */
    public Optional<PartitionImage> partition(int number) {
        return number >= 0 && number < partitions.size() ? Optional.of(partitions.get(number)) : Optional.empty();
    }

    TopicImage withPartitionsAdded(List<PartitionImage> more) {
        List<PartitionImage> all = new ArrayList<>(partitions);
        all.addAll(more);
        return new TopicImage(name, id, all, replicationFactor);
    }

    /** The partitions that these changes name, changed; all of them are of this topic. */
    TopicImage withChanges(List<PartitionChange> changes) {
        List<PartitionImage> all = new ArrayList<>(partitions);
        changes.forEach(change ->
                all.set(change.partition(), all.get(change.partition()).after(change)));
        return new TopicImage(name, id, all, replicationFactor);
    }

    TopicImage withReplicationFactor(int changed) {
        return new TopicImage(name, id, partitions, changed);
    }
}
