package io.ottla.actors.partition;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The replicas on this node; written by the node actor, read by everyone. */
public final class PartitionRegistry {
    private final ConcurrentMap<TopicPartition, PartitionHandle> handles = new ConcurrentHashMap<>();

    /** The replica of a partition, or null when this node has none. */
    public @Nullable PartitionHandle find(TopicPartition partition) {
        return handles.get(partition);
    }

    /** All replicas on this node, in no order; a live view. */
    public Collection<PartitionHandle> all() {
        return handles.values();
    }

    /** Adds a replica; one with another topic id is replaced. */
    public void add(PartitionHandle handle) {
        handles.put(handle.id().topicPartition(), handle);
    }

    /** Removes a replica if it is the one registered. */
    public void remove(PartitionHandle handle) {
        handles.remove(handle.id().topicPartition(), handle);
    }
}
