package io.ottla.protocol.partition;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Tells a client that came to the wrong node who leads (KIP-951), so that it need not ask for metadata first: the leader
 * beside each error, and the addresses of all leaders named once a response. Of one response, by one thread.
 */
public final class LeaderHints {
    private final MetadataImage image;
    private final Set<Integer> named = new LinkedHashSet<>();

    /** Hints from this metadata. */
    public LeaderHints(MetadataImage image) {
        this.image = image;
    }

    /** The partition to hint at for this error, if the error is one that a hint helps with and somebody leads. */
    public Optional<PartitionImage> hint(Errors error, String topic, int partition) {
        if (error != Errors.NOT_LEADER_OR_FOLLOWER && error != Errors.FENCED_LEADER_EPOCH) {
            return Optional.empty();
        }
        Optional<PartitionImage> found = image.topics()
                .topic(topic)
                .flatMap(known -> known.partition(partition))
                .filter(known -> known.leader() != PartitionImage.NO_LEADER);
        found.ifPresent(known -> named.add(known.leader()));
        return found;
    }

    /** Names the brokers that were hinted at. */
    public void forEachBroker(Consumer<BrokerImage> add) {
        for (int id : named) {
            image.liveBroker(id).ifPresent(add);
        }
    }
}
