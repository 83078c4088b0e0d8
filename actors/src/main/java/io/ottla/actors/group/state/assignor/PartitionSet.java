package io.ottla.actors.group.state.assignor;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.common.Uuid;

/** An immutable set of partitions, by topic id; topics and partitions are visited in ascending order. */
public final class PartitionSet {
    /** No partitions. */
    public static final PartitionSet EMPTY = new PartitionSet(new TreeMap<>());

    private final SortedMap<Uuid, BitSet> byTopic;

    private PartitionSet(SortedMap<Uuid, BitSet> byTopic) {
        this.byTopic = byTopic;
    }

    /** The partitions with these numbers; negative ones are left out, as nothing has them. */
    public static PartitionSet of(Map<Uuid, ? extends Collection<Integer>> partitions) {
        Builder builder = new Builder();
        partitions.forEach((topic, numbers) -> numbers.forEach(number -> builder.add(topic, number)));
        return builder.build();
    }

    /** The topics of which it has partitions. */
    public Collection<Uuid> topics() {
        return byTopic.keySet();
    }

    /** The partitions of one topic, ascending. */
    public int[] partitions(Uuid topic) {
        BitSet numbers = byTopic.get(topic);
        return numbers == null ? new int[0] : numbers.stream().toArray();
    }

    /** Whether it has this partition. */
    public boolean contains(Uuid topic, int partition) {
        BitSet numbers = byTopic.get(topic);
        return numbers != null && partition >= 0 && numbers.get(partition);
    }

    /** Whether it has every partition of the other set. */
    public boolean containsAll(PartitionSet other) {
        return other.byTopic.entrySet().stream().allMatch(entry -> {
            BitSet rest = (BitSet) entry.getValue().clone();
            rest.andNot(byTopic.getOrDefault(entry.getKey(), new BitSet()));
            return rest.isEmpty();
        });
    }

    /** Whether there are no partitions. */
    public boolean isEmpty() {
        return byTopic.isEmpty();
    }

    /** How many partitions it has. */
    public int size() {
        return byTopic.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** Visits every partition. */
    public void forEach(ObjIntConsumer<Uuid> visitor) {
        byTopic.forEach((topic, numbers) -> numbers.stream().forEach(number -> visitor.accept(topic, number)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionSet set && byTopic.equals(set.byTopic);
    }

    @Override
    public int hashCode() {
        return Objects.hash(byTopic);
    }

    @Override
    public String toString() {
        return byTopic.toString();
    }

    /** Collects partitions. */
    public static final class Builder {
        private final SortedMap<Uuid, BitSet> byTopic = new TreeMap<>();

        /** Adds a partition. */
        public Builder add(Uuid topic, int partition) {
            if (partition >= 0) {
                byTopic.computeIfAbsent(topic, unused -> new BitSet()).set(partition);
            }
            return this;
        }

        /** The set of those that were added; the builder is used up. */
        public PartitionSet build() {
            return byTopic.isEmpty() ? EMPTY : new PartitionSet(byTopic);
        }
    }
}
