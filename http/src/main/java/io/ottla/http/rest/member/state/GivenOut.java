package io.ottla.http.rest.member.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What a member has given to its client and not committed, by partition: where that begins, and where it ends. Used by one thread. */
public final class GivenOut {
    private final Map<TopicPartition, Long> first = new HashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** The next record of this partition was given out. */
    public void add(TopicPartition partition, long offset) {
        first.putIfAbsent(partition, offset);
        next.put(partition, offset + 1);
    }

    /** The record of this partition that was given out last was taken back. */
    public void takeBack(TopicPartition partition, long offset) {
        next.put(partition, offset);
        if (first.getOrDefault(partition, offset) >= offset) {
            forget(Set.of(partition));
        }
    }

    /** The first offset of each partition that would have to be given out again. */
    public Map<TopicPartition, Long> first() {
        return Map.copyOf(first);
    }

    /** The offset of each partition behind what was given out: what to commit for it. */
    public Map<TopicPartition, Long> next() {
        return Map.copyOf(next);
    }

    /** Everything below this offset of the partition is committed. */
    public void committed(TopicPartition partition, long offset) {
        if (next.getOrDefault(partition, offset) <= offset) {
            forget(Set.of(partition));
        } else {
            first.computeIfPresent(partition, (known, begins) -> Math.max(begins, offset));
        }
    }

    /** These partitions are read elsewhere from now on, or by somebody else. */
    public void forget(Collection<TopicPartition> partitions) {
        Set<TopicPartition> forgotten = Set.copyOf(partitions);
        first.keySet().removeAll(forgotten);
        next.keySet().removeAll(forgotten);
    }

    /** Nothing is given out and not committed. */
    public void clear() {
        first.clear();
        next.clear();
    }
}
