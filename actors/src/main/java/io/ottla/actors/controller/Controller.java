package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The protocol of the cluster's controller: a cluster singleton that alone decides what the metadata is. */
public final class Controller {
    private Controller() {}

    /** What the controller can be told. */
    public sealed interface Command {}

    /** What the controller tells itself. */
    sealed interface Internal extends Command
            permits ControllerGuardian.TookOver,
                    ControllerGuardian.TakeOverFailed,
                    ControllerGuardian.WriterIsFree,
                    ControllerGuardian.TakeOverAgain {}

    /** Creates topics; each is decided for itself. */
    public record CreateTopics(List<NewTopic> topics, boolean validateOnly, ActorRef<TopicsChanged> replyTo)
            implements Command {}

    /**
     * A topic to create.
     *
     * @param partitions how many, or -1 for the default; ignored with assignments
     * @param replicationFactor how many copies, or -1 for the default; ignored with assignments
     * @param assignments the brokers of each partition, empty to let the controller place them
     * @param configs settings of its own
     */
    public record NewTopic(
            String name,
            int partitions,
            int replicationFactor,
            Map<Integer, List<Integer>> assignments,
            Map<String, String> configs) {}

    /** Deletes topics by id. */
    public record DeleteTopics(List<Uuid> topicIds, ActorRef<TopicsChanged> replyTo) implements Command {}

    /** Gives topics more partitions. */
    public record CreatePartitions(List<MorePartitions> topics, boolean validateOnly, ActorRef<TopicsChanged> replyTo)
            implements Command {}

    /**
     * More partitions for a topic.
     *
     * @param total how many there shall be
     * @param assignments the brokers of each new partition, empty to let the controller place them
     */
    public record MorePartitions(String topic, int total, List<List<Integer>> assignments) {}

    /**
     * What became of the topics of one command, in its order.
     *
     * @param sequenceNr the metadata that shows the change: wait for an image at or past it
     */
    public record TopicsChanged(List<TopicResult> results, long sequenceNr) {}

    /**
     * What became of one topic.
     *
     * @param key its name, or its id in text where it was named by id
     * @param topic the topic as it is now (as it would be, when only validated); empty on an error or after deletion
     */
    public record TopicResult(String key, Errors error, String message, Optional<TopicImage> topic) {}

    /** Changes settings; each resource for itself. The values were validated against the resource's catalogue. */
    public record AlterConfigs(List<ConfigChange> changes, boolean validateOnly, ActorRef<ConfigsAltered> replyTo)
            implements Command {}

    /**
     * New values for some settings of a resource.
     *
     * @param values by name; empty removes the setting
     */
    public record ConfigChange(ConfigResource resource, Map<String, Optional<String>> values) {}

    /** What became of {@link AlterConfigs}, in its order. */
    public record ConfigsAltered(List<ConfigResult> results, long sequenceNr) {}

    /** What became of one resource's settings. */
    public record ConfigResult(ConfigResource resource, Errors error, String message) {}

    /** Asks for a block of producer ids nobody else gets. */
    public record AllocateProducerIds(int brokerId, ActorRef<ProducerIdsAllocated> replyTo) implements Command {}

    /** Ids from {@code first} on, {@code count} of them. */
    public record ProducerIdsAllocated(Errors error, long first, int count) {}

    /**
     * Registers a broker; it starts fenced and is unfenced by its first {@link BrokerReady}.
     *
     * @param incarnation drawn anew at every start of the process
     * @param cleanShutdownEpoch the broker epoch of its last clean shutdown, -1 if that was not clean
     * @param subscriber is sent the metadata from now on
     */
    public record RegisterBroker(
            int id,
            UUID incarnation,
            String host,
            int port,
            Optional<String> rack,
            long cleanShutdownEpoch,
            ActorRef<BrokerUpdate> subscriber)
            implements Command {}

    /** A broker has applied the metadata and may serve. */
    public record BrokerReady(int id, UUID incarnation) implements Command {}

    /**
     * A leader has seen replicas fall behind or catch up, and proposes another ISR (KIP-497). The new state reaches it with
     * the metadata; the answer only says whether there is one.
     *
     * @param brokerEpoch the epoch of the proposing broker's registration
     */
    public record AlterPartitions(
            int brokerId, long brokerEpoch, List<IsrProposal> proposals, ActorRef<PartitionsAltered> replyTo)
            implements Command {}

    /**
     * The ISR that the leader of a partition wants.
     *
     * @param leaderEpoch the epoch it leads in
     * @param partitionEpoch the state it has seen: compared with the current one
     * @param isr who shall be in sync, the leader included
     */
    public record IsrProposal(
            Uuid topicId, int partition, int leaderEpoch, int partitionEpoch, List<ReplicaState> isr) {}

    /** A replica in the incarnation that the leader has talked to (KIP-903); -1 for an epoch the leader does not know. */
    public record ReplicaState(int brokerId, long brokerEpoch) {}

    /** What became of {@link AlterPartitions}, in its order; with an error of the whole, no results. */
    public record PartitionsAltered(Errors error, List<PartitionAltered> results) {}

    /** What became of one proposal. */
    public record PartitionAltered(Uuid topicId, int partition, Errors error) {}

    /**
     * Asks for leaders (KIP-460).
     *
     * @param partitions which, or empty for every partition that could have another leader
     */
    public record ElectLeaders(
            Election kind, Optional<List<PartitionName>> partitions, ActorRef<LeadersElected> replyTo)
            implements Command {}

    /** A partition by the name of its topic. */
    public record PartitionName(String topic, int partition) {}

    /** The kinds of elections that can be asked for. */
    public enum Election {
        /** The first assigned replica, if it is in sync. */
        PREFERRED,
        /** Any living replica of a partition without leader, even if it misses records. */
        UNCLEAN
    }

    /** What became of {@link ElectLeaders}. */
    public record LeadersElected(List<PartitionResult> results, long sequenceNr) {}

    /**
     * Moves, starts or cancels reassignments (KIP-455).
     *
     * @param replicationFactorMayChange whether a target may have another number of copies than there are
     */
    public record ReassignPartitions(
            List<Reassignment> partitions, boolean replicationFactorMayChange, ActorRef<PartitionsReassigned> replyTo)
            implements Command {}

    /** The brokers that shall have a partition, preferred leader first; empty cancels the reassignment under way. */
    public record Reassignment(PartitionName partition, Optional<List<Integer>> target) {}

    /** What became of {@link ReassignPartitions}, in its order. */
    public record PartitionsReassigned(List<PartitionResult> results, long sequenceNr) {}

    /** What became of one partition. */
    public record PartitionResult(PartitionName partition, Errors error, String message) {}

    /** Forgets a broker that will not come again. Its replicas stay assigned until they are healed or reassigned. */
    public record UnregisterBroker(int id, ActorRef<Changed> replyTo) implements Command {}

    /** Sets levels of features (KIP-584): all of them, or none. */
    public record UpdateFeatures(List<FeatureUpdate> updates, boolean validateOnly, ActorRef<Changed> replyTo)
            implements Command {}

    /** The level a feature shall have; 0 turns it off. */
    public record FeatureUpdate(String name, int level, FeatureMove move) {}

    /** In which direction the caller wants a feature to go. */
    public enum FeatureMove {
        UPGRADE,
        SAFE_DOWNGRADE,
        UNSAFE_DOWNGRADE
    }

    /** What became of a change that succeeds or fails as a whole. */
    public record Changed(Errors error, String message, long sequenceNr) {}

    /**
     * Time passes: what the controller does by itself (healing, draining, balancing of leaders) is looked at again. Sent by
     * its runtime about once a second; nobody is answered.
     *
     * @param nowMs a clock that never goes back, in milliseconds
     */
    public record Tend(long nowMs) implements Command {}

    /** What the controller sends to a broker: its image first, then every change. */
    public sealed interface BrokerUpdate {
        /** The epoch of the controller that sends (safety rule C3). */
        long controllerEpoch();
    }

    /** The whole metadata, at registration. */
    public record ImageLoaded(long controllerEpoch, MetadataImage image) implements BrokerUpdate {}

    /** The events that follow the image with sequence number {@code after}: one whole entry of the journal. */
    public record EventsCommitted(long controllerEpoch, long after, List<MetadataEvent> events)
            implements BrokerUpdate {}
}
