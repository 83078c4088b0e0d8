package io.ottla.actors.group.state.assignor;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * What a group needs to know of a topic.
 *
 * @param partitions how many it has
 * @param racks for each partition the racks of its replicas; empty if no broker tells its rack
 */
public record TopicFacts(Uuid id, String name, int partitions, List<Set<String>> racks) {
    public TopicFacts {
        racks = List.copyOf(racks);
    }

    /** Whether a replica of the partition stands in this rack. */
    public boolean isIn(String rack, int partition) {
        return partition < racks.size() && racks.get(partition).contains(rack);
    }
}
