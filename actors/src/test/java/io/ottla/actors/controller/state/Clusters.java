package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
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

    /** The image with one more topic; all replicas are in sync. */
    static MetadataImage with(
            MetadataImage image, String topic, int replicationFactor, List<List<Integer>> assignments) {
        return MetadataReplay.replay(
                image, new MetadataEvent.TopicCreated(topic, Uuid.randomUuid(), replicationFactor, assignments));
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
