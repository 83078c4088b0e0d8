package io.ottla.actors.group.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The committed offsets of one group. */
final class GroupOffsets {
    private final Map<TopicPartition, CommittedOffset> committed = new HashMap<>();

    void put(TopicPartition partition, CommittedOffset offset) {
        committed.put(partition, offset);
    }

    void remove(TopicPartition partition) {
        committed.remove(partition);
    }

    boolean has(TopicPartition partition) {
        return committed.containsKey(partition);
    }

    boolean isEmpty() {
        return committed.isEmpty();
    }

    /** Those of the partitions that have a committed offset; all that have one without a choice. */
    Map<TopicPartition, CommittedOffset> find(Optional<List<TopicPartition>> partitions) {
        if (partitions.isEmpty()) {
            return Map.copyOf(committed);
        }
        Map<TopicPartition, CommittedOffset> found = new LinkedHashMap<>();
        for (TopicPartition partition : partitions.get()) {
            CommittedOffset offset = committed.get(partition);
            if (offset != null) {
                found.put(partition, offset);
            }
        }
        return found;
    }

    /** The partitions whose offset is such. */
    Stream<TopicPartition> which(BiPredicate<TopicPartition, CommittedOffset> condition) {
        return committed.entrySet().stream()
                .filter(entry -> condition.test(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey);
    }

    /** How many there are. */
    int size() {
        return committed.size();
    }
}
