package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.AlterPartitions;
import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.IsrProposal;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ReplicaState;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.remote.NodeAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** Images for tests of decisions. */
final class Clusters {
    private Clusters() {}

    /** Brokers 1 to n, all of them unfenced. */
    static MetadataImage of(int count) {
        MetadataImage image = MetadataImage.EMPTY;
        for (int id = 1; id <= count; id++) {
            image = MetadataReplay.replay(image, List.of(registered(id), new MetadataEvent.BrokerUnfenced(id)));
        }
        return image;
    }

    /** A new process of a broker. */
    static MetadataEvent.BrokerRegistered registered(int id) {
        return registered(id, Optional.empty());
    }

    /** A new process of a broker in a rack. */
    static MetadataEvent.BrokerRegistered registered(int id, Optional<String> rack) {
        return new MetadataEvent.BrokerRegistered(
                id, UUID.randomUUID(), "host", 9092, rack, NodeAddress.UNKNOWN, new UUID(0, id), List.of());
    }

    /** A process of a broker that wants to register. */
    static RegisterBroker registration(int id, UUID incarnation, long cleanShutdownEpoch) {
        return new RegisterBroker(
                id,
                incarnation,
                "host",
                9092,
                Optional.of("r" + id % 2),
                NodeAddress.UNKNOWN,
                new UUID(0, id),
                List.of(),
                cleanShutdownEpoch,
                0,
                TestRefs.nobody());
    }

    /** The image with one more topic; all replicas are in sync. */
    static MetadataImage with(
            MetadataImage image, String topic, int replicationFactor, List<List<Integer>> assignments) {
        return MetadataReplay.replay(
                image, new MetadataEvent.TopicCreated(topic, Uuid.randomUuid(), replicationFactor, assignments));
    }

    /** The image without this broker for the time being. */
    static MetadataImage fenced(MetadataImage image, int... brokers) {
        MetadataImage result = image;
        for (int id : brokers) {
            result = MetadataReplay.replay(result, new BrokerDecisions(PartitionRules.DEFAULT).fence(result, id));
        }
        return result;
    }

    /** The image with this broker back; its process is the same. */
    static MetadataImage unfenced(MetadataImage image, int broker) {
        BrokerReady ready = new BrokerReady(broker, image.brokers().get(broker).incarnation());
        return MetadataReplay.replay(image, new BrokerDecisions(PartitionRules.DEFAULT).ready(image, ready));
    }

    /** The image after a leader's proposal of this ISR for partition 0 of a topic. */
    static MetadataImage inSync(MetadataImage image, String topic, Integer... isr) {
        PartitionImage partition = partition(image, topic, 0);
        IsrProposal proposal = new IsrProposal(
                topic(image, topic).id(),
                0,
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                Arrays.stream(isr).map(id -> new ReplicaState(id, -1)).toList());
        AlterPartitions command = new AlterPartitions(
                partition.leader(),
                image.brokers().get(partition.leader()).epoch(),
                List.of(proposal),
                TestRefs.nobody());
        return MetadataReplay.replay(
                image,
                new IsrDecisions(PartitionRules.DEFAULT).alter(image, command).events());
    }

    /** The image with a dynamic setting of a topic. */
    static MetadataImage configured(MetadataImage image, String topic, String name, String value) {
        return configured(image, ConfigResource.topic(topic), name, value);
    }

    /** The image with a dynamic setting of the whole cluster. */
    static MetadataImage configured(MetadataImage image, String name, String value) {
        return configured(image, new ConfigResource(ConfigResource.Type.BROKER, ""), name, value);
    }

    private static MetadataImage configured(MetadataImage image, ConfigResource resource, String name, String value) {
        ConfigChange change = new ConfigChange(resource, Map.of(name, Optional.of(value)));
        return MetadataReplay.replay(
                image,
                new ConfigDecisions(PartitionRules.DEFAULT).alter(image, change).events());
    }

    /** A topic that is there. */
    static TopicImage topic(MetadataImage image, String name) {
        return image.topics().topic(name).orElseThrow();
    }

    /** A partition that is there. */
    static PartitionImage partition(MetadataImage image, String topic, int number) {
        return topic(image, topic).partition(number).orElseThrow();
    }
}
