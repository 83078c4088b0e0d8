package io.ottla.actors.group.state.assignor;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * A member that is to be given partitions.
 *
 * @param instanceId the name of a static member, which keeps its place under another member id
 * @param rack where it stands, to give it partitions that are near
 * @param topics what it subscribes to, as far as it exists
 * @param current what it was given before
 */
public record Subscriber(
        String memberId, Optional<String> instanceId, Optional<String> rack, Set<Uuid> topics, PartitionSet current) {
    public Subscriber {
        topics = Set.copyOf(topics);
    }

    /** What keeps its place among the others over restarts. */
    String place() {
        return instanceId.orElse(memberId);
    }
}
