package io.ottla.actors.metadata;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * What the controller decided: the cluster's metadata is the replay of these, and nothing is kept in a second place.
 *
 * <p>Events are stored, so a name or a field is never given another meaning; new fields need a default for old events.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@e")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MetadataEvent.ControllerElected.class, name = "controller"),
    @JsonSubTypes.Type(value = MetadataEvent.BrokerRegistered.class, name = "registered"),
    @JsonSubTypes.Type(value = MetadataEvent.BrokerUnfenced.class, name = "unfenced"),
    @JsonSubTypes.Type(value = MetadataEvent.BrokerFenced.class, name = "fenced"),
    @JsonSubTypes.Type(value = MetadataEvent.BrokerInControlledShutdown.class, name = "shutting-down"),
    @JsonSubTypes.Type(value = MetadataEvent.BrokerUnregistered.class, name = "unregistered"),
    @JsonSubTypes.Type(value = MetadataEvent.TopicCreated.class, name = "topic"),
    @JsonSubTypes.Type(value = MetadataEvent.TopicDeleted.class, name = "topic-deleted"),
    @JsonSubTypes.Type(value = MetadataEvent.PartitionsAdded.class, name = "partitions"),
    @JsonSubTypes.Type(value = MetadataEvent.PartitionsChanged.class, name = "changed"),
    @JsonSubTypes.Type(value = MetadataEvent.ReplicationFactorChanged.class, name = "replication-factor"),
    @JsonSubTypes.Type(value = MetadataEvent.FeatureChanged.class, name = "feature"),
    @JsonSubTypes.Type(value = MetadataEvent.ConfigChanged.class, name = "config"),
    @JsonSubTypes.Type(value = MetadataEvent.ProducerIdsAllocated.class, name = "producer-ids")
})
public sealed interface MetadataEvent {

    /** A controller took over on this node, in this journal epoch. */
    record ControllerElected(int nodeId, long epoch) implements MetadataEvent {}

    /**
     * A process of a broker registered; it is fenced until it has caught up. Its broker epoch is this event's number.
     *
     * @param control where other nodes reach it
     * @param quorumDirectoryId the folder of its part of the metadata journal
     * @param logDirs the ids of its log directories
     */
    record BrokerRegistered(
            int id,
            UUID incarnation,
            String host,
            int port,
            Optional<String> rack,
            NodeAddress control,
            UUID quorumDirectoryId,
            List<Uuid> logDirs)
            implements MetadataEvent {
        /** Registrations of versions that ran on one node alone lack the last three. */
        public BrokerRegistered {
            control = Objects.requireNonNullElse(control, NodeAddress.UNKNOWN);
            quorumDirectoryId = Objects.requireNonNullElse(quorumDirectoryId, new UUID(0, 0));
            logDirs = List.copyOf(Objects.requireNonNullElse(logDirs, List.of()));
        }
    }

    /** A broker has caught up and serves. */
    record BrokerUnfenced(int id) implements MetadataEvent {}

    /** A broker is silent, gone or done: it leads nothing and is listed nowhere. */
    record BrokerFenced(int id) implements MetadataEvent {}

    /** A broker is about to leave: it shall lead nothing that another can lead. */
    record BrokerInControlledShutdown(int id) implements MetadataEvent {}

    /** A broker is no longer part of the cluster. */
    record BrokerUnregistered(int id) implements MetadataEvent {}

    /** A topic exists. */
    record TopicCreated(String name, Uuid id, int replicationFactor, List<List<Integer>> assignments)
            implements MetadataEvent {}

    /** A topic is gone, with its settings. */
    record TopicDeleted(Uuid id) implements MetadataEvent {}

    /** A topic has more partitions. */
    record PartitionsAdded(Uuid topicId, List<List<Integer>> assignments) implements MetadataEvent {}

    /** Partitions have another leader, ISR or epoch: one event for all that one cause changed. */
    record PartitionsChanged(List<PartitionChange> changes) implements MetadataEvent {}

    /**
     * The state of one partition after a change; its epochs count up by replay. What is empty stays as it was.
     *
     * @param leader who leads now, or {@link PartitionImage#NO_LEADER}
     * @param newLeaderEpoch whether the leader epoch counts up
     * @param isr who is in sync now
     * @param elr the eligible leader replicas (KIP-966)
     * @param lastKnownLeader who led before the partition lost its leader, {@link PartitionImage#NO_LEADER} for nobody
     * @param replicas the assigned brokers
     * @param addingReplicas those of them that a reassignment adds
     * @param removingReplicas those of them that a reassignment removes
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record PartitionChange(
            Uuid topicId,
            int partition,
            int leader,
            boolean newLeaderEpoch,
            List<Integer> isr,
            Optional<List<Integer>> elr,
            Optional<Integer> lastKnownLeader,
            Optional<List<Integer>> replicas,
            Optional<List<Integer>> addingReplicas,
            Optional<List<Integer>> removingReplicas) {
        /** A change of leader and ISR alone. */
        public PartitionChange(Uuid topicId, int partition, int leader, boolean newLeaderEpoch, List<Integer> isr) {
            this(
                    topicId,
                    partition,
                    leader,
                    newLeaderEpoch,
                    isr,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** A topic is to have another number of copies, whatever the brokers there are allow at the moment (safety rule C7). */
    record ReplicationFactorChanged(Uuid topicId, int replicationFactor) implements MetadataEvent {}

    /** A feature of the cluster has another level (KIP-584). */
    record FeatureChanged(String name, int level) implements MetadataEvent {}

    /** A setting has a new value, or none. */
    record ConfigChanged(ConfigResource resource, String name, Optional<String> value) implements MetadataEvent {}

    /** All producer ids below this one have been handed out. */
    record ProducerIdsAllocated(long nextProducerId) implements MetadataEvent {}
}
