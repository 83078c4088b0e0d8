package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.remote.ControlMessage;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The protocol of the cluster's controller: a cluster singleton that alone decides what the metadata is. */
public final class Controller {
    private Controller() {}

    /** What the controller can be told. */
    public sealed interface Command {}

    /** A command that waits for an answer; it can come from any node, and always gets one of its own type. */
    public sealed interface Request extends Command, ControlMessage {
        /** Answers that nothing was done and that it may be asked again, or why not. */
        void refuse(Errors error, String why);
    }

    /** What is told the controller without waiting for an answer; whoever needs the effect tells it again. */
    public sealed interface Notice extends Command, ControlMessage {}

    /** What the controller tells itself. */
    sealed interface Internal extends Command
            permits ControllerGuardian.TookOver,
                    ControllerGuardian.TakeOverFailed,
                    ControllerGuardian.WriterIsFree,
                    ControllerGuardian.TakeOverAgain,
                    ControllerGuardian.SessionEnded,
                    ControllerGuardian.MayTakeOver {}

    /**
     * A piece of a request that is larger than one message: {@code bytes} of the pieces, put together in order, are the
     * serialized request.
     *
     * @param request drawn by the sender, the same for all pieces
     * @param number from 0
     * @param count how many pieces there are
     */
    @SuppressWarnings("ArrayRecordComponent") // a message carries bytes; nobody compares them
    public record RequestPart(UUID request, int number, int count, byte[] bytes, String manifest) implements Notice {}

    /** Creates topics; each is decided for itself. */
    public record CreateTopics(List<NewTopic> topics, boolean validateOnly, ActorRef<TopicsChanged> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(TopicsChanged.refused(topics.stream().map(NewTopic::name), error, why));
        }
    }

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
    public record DeleteTopics(List<Uuid> topicIds, ActorRef<TopicsChanged> replyTo) implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(TopicsChanged.refused(topicIds.stream().map(Uuid::toString), error, why));
        }
    }

    /** Gives topics more partitions. */
    public record CreatePartitions(List<MorePartitions> topics, boolean validateOnly, ActorRef<TopicsChanged> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(TopicsChanged.refused(topics.stream().map(MorePartitions::topic), error, why));
        }
    }

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
    public record TopicsChanged(List<TopicResult> results, long sequenceNr) implements ControlMessage {
        static TopicsChanged refused(Stream<String> keys, Errors error, String why) {
            return new TopicsChanged(
                    keys.map(key -> new TopicResult(key, error, why, Optional.empty()))
                            .toList(),
                    0);
        }
    }

    /**
     * What became of one topic.
     *
     * @param key its name, or its id in text where it was named by id
     * @param topic the topic as it is now (as it would be, when only validated); empty on an error or after deletion
     */
    public record TopicResult(String key, Errors error, String message, Optional<TopicSummary> topic) {}

    /**
     * A topic in short; all of it is in the metadata.
     *
     * @param partitions how many
     * @param replicationFactor how many copies its first partition has
     */
    public record TopicSummary(String name, Uuid id, int partitions, int replicationFactor) {}

    /** Changes settings; each resource for itself. The values were validated against the resource's catalogue. */
    public record AlterConfigs(List<ConfigChange> changes, boolean validateOnly, ActorRef<ConfigsAltered> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new ConfigsAltered(
                    changes.stream()
                            .map(change -> new ConfigResult(change.resource(), error, why))
                            .toList(),
                    0));
        }
    }

    /**
     * New values for some settings of a resource.
     *
     * @param values by name; empty removes the setting
     */
    public record ConfigChange(ConfigResource resource, Map<String, Optional<String>> values) {}

    /** What became of {@link AlterConfigs}, in its order. */
    public record ConfigsAltered(List<ConfigResult> results, long sequenceNr) implements ControlMessage {}

    /** What became of one resource's settings. */
    public record ConfigResult(ConfigResource resource, Errors error, String message) {}

    /** Asks for a block of producer ids nobody else gets. */
    public record AllocateProducerIds(int brokerId, ActorRef<ProducerIdsAllocated> replyTo) implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new ProducerIdsAllocated(error, 0, 0));
        }
    }

    /** Ids from {@code first} on, {@code count} of them. */
    public record ProducerIdsAllocated(Errors error, long first, int count) implements ControlMessage {}

    /**
     * Registers a process of a broker; it starts fenced and is unfenced by its first {@link BrokerReady} (safety rule M8).
     * The same incarnation again changes nothing and is told its broker epoch.
     *
     * @param incarnation drawn anew at every start of the process
     * @param host where clients reach it
     * @param control where other nodes reach it
     * @param quorumDirectoryId the folder of its part of the metadata journal
     * @param logDirs the ids of all its log directories
     * @param cleanShutdownEpoch the broker epoch of its last clean shutdown, -1 if that was not clean
     * @param has the last event of the metadata it has, 0 for nothing: it is sent what follows
     */
    public record RegisterBroker(
            int id,
            UUID incarnation,
            String host,
            int port,
            Optional<String> rack,
            NodeAddress control,
            UUID quorumDirectoryId,
            List<Uuid> logDirs,
            long cleanShutdownEpoch,
            long has,
            ActorRef<BrokerRegistration> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new BrokerRegistration(error, why, -1, true, 0));
        }
    }

    /**
     * What became of {@link RegisterBroker}.
     *
     * @param error DUPLICATE_BROKER_REGISTRATION while another process of this broker lives, or a retriable one
     * @param brokerEpoch of this process, -1 on an error
     * @param fenced whether this process is fenced
     * @param sequenceNr by the metadata up to this event
     */
    public record BrokerRegistration(Errors error, String message, long brokerEpoch, boolean fenced, long sequenceNr)
            implements ControlMessage {}

    /** A broker has applied the metadata and opened its logs: it may serve. */
    public record BrokerReady(int id, UUID incarnation) implements Notice {}

    /**
     * A broker's connections were reset, and the witness was refused both by its Kafka port and by its address for nodes: the
     * controller looks for itself, and fences it at once if that is so (safety rule M5).
     *
     * @param incarnation the process that is meant; news of an earlier one are ignored
     * @param witness the broker that tells
     */
    public record BrokerLooksGone(int brokerId, UUID incarnation, int witness) implements Notice {}

    /** Fences this process of a broker: it is silent, gone or done. An earlier process, or one that is fenced, stays as it is. */
    public record FenceBroker(int brokerId, UUID incarnation, String why) implements Notice {}

    /** A broker wants to leave: leaderships move away from it as far as others can lead. Asked again until none is left. */
    public record ShutDownBroker(int brokerId, UUID incarnation, ActorRef<ShutDownProgress> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new ShutDownProgress(error, Integer.MAX_VALUE, 0));
        }
    }

    /**
     * How far a controlled shutdown is.
     *
     * @param error STALE_BROKER_EPOCH if this process is not the registered one, or a retriable one
     * @param leaderships how many partitions it still leads that a replica on another broker could come to lead
     * @param sequenceNr the metadata in which everything else has moved
     */
    public record ShutDownProgress(Errors error, int leaderships, long sequenceNr) implements ControlMessage {}

    /**
     * A broker lacks metadata: it was sent events that follow an image it has not got.
     *
     * @param has the last event it has
     */
    public record MetadataMissing(int brokerId, UUID incarnation, long has) implements Notice {}

    /**
     * A replica cannot be used any more where it is, because its log directory has failed (safety rule M8).
     *
     * @param incarnation the process that tells
     */
    public record ReplicaFailed(int brokerId, UUID incarnation, Uuid topicId, int partition) implements Notice {}

    /**
     * A leader has seen replicas fall behind or catch up, and proposes another ISR (KIP-497). The new state reaches it with
     * the metadata; the answer only says whether there is one.
     *
     * @param brokerEpoch the epoch of the proposing broker's registration
     */
    public record AlterPartitions(
            int brokerId, long brokerEpoch, List<IsrProposal> proposals, ActorRef<PartitionsAltered> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new PartitionsAltered(error, List.of()));
        }
    }

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
    public record PartitionsAltered(Errors error, List<PartitionAltered> results) implements ControlMessage {}

    /** What became of one proposal. */
    public record PartitionAltered(Uuid topicId, int partition, Errors error) {}

    /** Asks for leaders of these partitions (KIP-460). */
    public record ElectLeaders(Election kind, List<PartitionName> partitions, ActorRef<LeadersElected> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new LeadersElected(PartitionResult.refused(partitions.stream(), error, why), 0));
        }
    }

    /** A partition by the name of its topic. */
    public record PartitionName(String topic, int partition) {}

    /** The kinds of elections that can be asked for. */
    public enum Election {
        /** The first assigned replica, if it is in sync. */
        PREFERRED,
        /** Any living replica of a partition without leader, even if it misses records. */
        UNCLEAN
    }

    /** What became of {@link ElectLeaders}, in its order. */
    public record LeadersElected(List<PartitionResult> results, long sequenceNr) implements ControlMessage {}

    /**
     * Moves, starts or cancels reassignments (KIP-455).
     *
     * @param replicationFactorMayChange whether a target may have another number of copies than there are
     */
    public record ReassignPartitions(
            List<Reassignment> partitions, boolean replicationFactorMayChange, ActorRef<PartitionsReassigned> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new PartitionsReassigned(
                    PartitionResult.refused(partitions.stream().map(Reassignment::partition), error, why), 0));
        }
    }

    /** The brokers that shall have a partition, preferred leader first; empty cancels the reassignment under way. */
    public record Reassignment(PartitionName partition, Optional<List<Integer>> target) {}

    /** What became of {@link ReassignPartitions}, in its order. */
    public record PartitionsReassigned(List<PartitionResult> results, long sequenceNr) implements ControlMessage {}

    /** What became of one partition. */
    public record PartitionResult(PartitionName partition, Errors error, String message) {
        static List<PartitionResult> refused(Stream<PartitionName> partitions, Errors error, String why) {
            return partitions
                    .map(partition -> new PartitionResult(partition, error, why))
                    .toList();
        }
    }

    /** Forgets a broker that will not come again. Its replicas stay assigned until they are healed or reassigned. */
    public record UnregisterBroker(int id, ActorRef<Changed> replyTo) implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new Changed(error, why, 0));
        }
    }

    /** Sets levels of features (KIP-584): all of them, or none. */
    public record UpdateFeatures(List<FeatureUpdate> updates, boolean validateOnly, ActorRef<Changed> replyTo)
            implements Request {
        @Override
        public void refuse(Errors error, String why) {
            replyTo.tell(new Changed(error, why, 0));
        }
    }

    /** The level a feature shall have; 0 turns it off. */
    public record FeatureUpdate(String name, int level, FeatureMove move) {}

    /** In which direction the caller wants a feature to go. */
    public enum FeatureMove {
        UPGRADE,
        SAFE_DOWNGRADE,
        UNSAFE_DOWNGRADE
    }

    /** What became of a change that succeeds or fails as a whole. */
    public record Changed(Errors error, String message, long sequenceNr) implements ControlMessage {}

    /**
     * Time passes: what the controller does by itself (healing, draining, balancing of leaders) is looked at again. Sent by
     * its runtime about once a second; nobody is answered.
     *
     * @param nowMs a clock that never goes back, in milliseconds
     */
    public record Tend(long nowMs) implements Command {}
}
