package io.ottla.protocol.api;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What clients are told of a partition: its image, against the brokers that live.
 *
 * @param image the cluster
 * @param partition the partition
 */
record PartitionState(MetadataImage image, PartitionImage partition) {

    /** The leader that clients can reach, or {@link PartitionImage#NO_LEADER}. */
    int leader() {
        return lives(partition.leader()) ? partition.leader() : PartitionImage.NO_LEADER;
    }

    /** Who led before nobody did (KIP-966). */
    Optional<Integer> lastKnownLeader() {
        return Optional.of(partition.lastKnownLeader()).filter(id -> id != PartitionImage.NO_LEADER);
    }

    /** LEADER_NOT_AVAILABLE, on which clients ask again, while nobody leads. */
    Errors error() {
        return leader() == PartitionImage.NO_LEADER ? Errors.LEADER_NOT_AVAILABLE : Errors.NONE;
    }

    /** The replicas on brokers that do not serve. */
    List<Integer> offlineReplicas() {
        return partition.replicas().stream().filter(id -> !lives(id)).toList();
    }

    /** Those of the brokers that serve. */
    List<Integer> living(List<Integer> brokers) {
        return brokers.stream().filter(this::lives).toList();
    }

    private boolean lives(int brokerId) {
        return image.liveBroker(brokerId).isPresent();
    }
}
