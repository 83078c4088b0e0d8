package io.ottla.protocol.fetch;

import io.ottla.actors.Broker;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sends consumers to a replica in their own rack (KIP-392), where {@code replica.selector.class} asks for that. Only replicas in sync are
 * named: they have everything that a consumer may have read. Any thread.
 */
public final class NearReplicas {
    private static final String RACK_AWARE = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

    private final Broker broker;

    /** The replicas that this node's metadata knows of. */
    public NearReplicas(Broker broker) {
        this.broker = broker;
    }

    /** Whether consumers are sent to followers at all. */
    public boolean areUsed() {
        return broker.settings()
                .get()
                .findString("replica.selector.class")
                .filter(RACK_AWARE::equals)
                .isPresent();
    }

    /** The node whose replica the consumer should read; empty when that is this leader's, or no other is in its rack. */
    OptionalInt find(TopicImage topic, int partition, Consumer consumer) {
        if (consumer.rack().isEmpty() || !consumer.takesAnyReplica() || !areUsed()) {
            return OptionalInt.empty();
        }
        MetadataImage image = broker.metadata().image();
        Optional<PartitionImage> known = topic.partition(partition);
        if (known.isEmpty() || isInRack(image, broker.nodeId(), consumer.rack())) {
            return OptionalInt.empty();
        }
        return known.get().isr().stream()
                .mapToInt(Integer::intValue)
                .filter(id -> isInRack(image, id, consumer.rack()))
                .findFirst();
    }

    private static boolean isInRack(MetadataImage image, int brokerId, String rack) {
        return image.liveBroker(brokerId)
                .flatMap(BrokerImage::rack)
                .filter(rack::equals)
                .isPresent();
    }
}
