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
    private final Fields fields;
    private final Set<Integer> named = new LinkedHashSet<>();

    /** What a version of a response has room for. */
    public enum Fields {
        /** No hints. */
        NONE,
        /** The leader's id beside an error. */
        LEADER,
        /** That, and the addresses of leaders. */
        LEADER_AND_ADDRESS;

        /** The fields of a version, given in which version each was added. */
        public static Fields of(short version, int firstWithLeader, int firstWithAddress) {
            if (version < firstWithLeader) {
                return NONE;
            }
            return version < firstWithAddress ? LEADER : LEADER_AND_ADDRESS;
        }
    }

    /** Hints from this metadata, as far as the response has fields for them. */
    public LeaderHints(MetadataImage image, Fields fields) {
        this.image = image;
        this.fields = fields;
    }

    /** The partition to hint at for this error, if the error is one that a hint helps with and somebody leads. */
    public Optional<PartitionImage> hint(Errors error, String topic, int partition) {
        boolean helps = error == Errors.NOT_LEADER_OR_FOLLOWER || error == Errors.FENCED_LEADER_EPOCH;
        if (!helps || fields == Fields.NONE) {
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
        if (fields == Fields.LEADER_AND_ADDRESS) {
            named.forEach(id -> image.liveBroker(id).ifPresent(add));
        }
    }
}
