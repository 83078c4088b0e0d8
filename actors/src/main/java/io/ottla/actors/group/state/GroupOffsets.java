package io.ottla.actors.group.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed offsets of one group. The last commit of the log counts, also where one in a transaction takes effect later than one
 * that came after it.
 */
final class GroupOffsets {
    private final Map<TopicPartition, Ordered> committed = new HashMap<>();

    /** By producer: what it committed in its open transaction. */
    private final Map<Long, Map<TopicPartition, Ordered>> pending = new HashMap<>();

    private long commits;

    /** An offset and its place in the order of commits. */
    private record Ordered(CommittedOffset offset, long order) {}

    void put(TopicPartition partition, CommittedOffset offset) {
        committed.put(partition, new Ordered(offset, commits++));
    }

    void remove(TopicPartition partition) {
        committed.remove(partition);
        pending.values().forEach(offsets -> offsets.remove(partition));
        pending.values().removeIf(Map::isEmpty);
    }

    boolean has(TopicPartition partition) {
        return committed.containsKey(partition);
    }

    boolean isEmpty() {
        return committed.isEmpty() && pending.isEmpty();
    }

    void putPending(long producerId, TopicPartition partition, CommittedOffset offset) {
        pending.computeIfAbsent(producerId, unused -> new HashMap<>()).put(partition, new Ordered(offset, commits++));
    }

    /** The transaction of a producer has ended: its offsets count from now on, or are forgotten. */
    void end(long producerId, boolean commit) {
        Map<TopicPartition, Ordered> offsets = pending.remove(producerId);
        if (commit && offsets != null) {
            offsets.forEach((partition, offset) ->
                    committed.merge(partition, offset, (one, other) -> one.order() > other.order() ? one : other));
        }
    }

    /** Whether any open transaction is about offsets of this group. */
    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Whether an open transaction may change the offset of this partition. */
    boolean isUnstable(TopicPartition partition) {
        return pending.values().stream().anyMatch(offsets -> offsets.containsKey(partition));
    }

    /** Those of the partitions whose offset an open transaction may change; all such partitions without a choice. */
    Set<TopicPartition> unstable(Optional<List<TopicPartition>> partitions) {
        Set<TopicPartition> all = pending.values().stream()
                .flatMap(offsets -> offsets.keySet().stream())
                .collect(Collectors.toSet());
        partitions.ifPresent(all::retainAll);
        return all;
    }

    /** Those of the partitions that have a committed offset; all that have one without a choice. */
    Map<TopicPartition, CommittedOffset> find(Optional<List<TopicPartition>> partitions) {
        Map<TopicPartition, CommittedOffset> found = new LinkedHashMap<>();
        for (TopicPartition partition : partitions.orElseGet(() -> List.copyOf(committed.keySet()))) {
            Ordered known = committed.get(partition);
            if (known != null) {
                found.put(partition, known.offset());
            }
        }
        return found;
    }

    /** The partitions whose offset is such. */
    Stream<TopicPartition> which(BiPredicate<TopicPartition, CommittedOffset> condition) {
        return committed.entrySet().stream()
                .filter(entry -> condition.test(entry.getKey(), entry.getValue().offset()))
                .map(Map.Entry::getKey);
    }

    /** How many there are. */
    int size() {
        return committed.size();
    }
}
