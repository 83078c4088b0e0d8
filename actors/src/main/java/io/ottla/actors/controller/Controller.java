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
