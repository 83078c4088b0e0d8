package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.kafka.common.Uuid;

/**
 * Partitions that a member has, each with the member epoch in which it got them, so that a commit of an earlier epoch is known for one
 * of a former owner. Immutable; visited in ascending order.
 */
public final class OwnedPartitions {
    /** No partitions. */
    public static final OwnedPartitions NONE = new OwnedPartitions(new TreeMap<>());

    private final SortedMap<Uuid, SortedMap<Integer, Integer>> epochs;

    private OwnedPartitions(SortedMap<Uuid, SortedMap<Integer, Integer>> epochs) {
        this.epochs = epochs;
    }

    /** These partitions, all of one epoch. */
    public static OwnedPartitions of(PartitionSet partitions, int epoch) {
        Builder builder = new Builder();
        partitions.forEach((topic, partition) -> builder.add(topic, partition, epoch));
        return builder.build();
    }

    /** The epoch of every partition, by topic and partition. */
    public SortedMap<Uuid, SortedMap<Integer, Integer>> epochs() {
        return epochs;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return epochs.isEmpty();
    }

    /** The epoch in which the member got this partition, -1 if it does not have it. */
    public int epochOf(Uuid topic, int partition) {
        SortedMap<Integer, Integer> ofTopic = epochs.get(topic);
        return ofTopic == null ? -1 : ofTopic.getOrDefault(partition, -1);
    }

    /** Which partitions there are. */
    public PartitionSet partitions() {
        PartitionSet.Builder builder = new PartitionSet.Builder();
        forEach((topic, partition, epoch) -> builder.add(topic, partition));
        return builder.build();
    }

    /** Whether one of them is in the other set. */
    public boolean intersects(PartitionSet other) {
        return !keep(other::contains).isEmpty();
    }

    OwnedPartitions within(PartitionSet other) {
        return keep(other::contains);
    }

    OwnedPartitions without(PartitionSet other) {
        return keep((topic, partition) -> !other.contains(topic, partition));
    }

    private OwnedPartitions keep(BiPredicate<Uuid, Integer> condition) {
        Builder builder = new Builder();
        forEach((topic, partition, epoch) -> {
            if (condition.test(topic, partition)) {
                builder.add(topic, partition, epoch);
            }
        });
        return builder.build();
    }

    /** Visits every partition. */
    public void forEach(Visitor visitor) {
        epochs.forEach(
                (topic, ofTopic) -> ofTopic.forEach((partition, epoch) -> visitor.visit(topic, partition, epoch)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnedPartitions owned && epochs.equals(owned.epochs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epochs);
    }

    @Override
    public String toString() {
        return epochs.toString();
    }

    /** Is shown partitions. */
    @FunctionalInterface
    public interface Visitor {
        /** One partition, and the epoch in which the member got it. */
        void visit(Uuid topic, int partition, int epoch);
    }

    /** Collects partitions. */
    public static final class Builder {
        private final SortedMap<Uuid, SortedMap<Integer, Integer>> epochs = new TreeMap<>();

        /** Adds a partition. */
        public Builder add(Uuid topic, int partition, int epoch) {
            epochs.computeIfAbsent(topic, unused -> new TreeMap<>()).put(partition, epoch);
            return this;
        }

        Builder addAll(OwnedPartitions owned) {
            owned.forEach(this::add);
            return this;
        }

        /** The partitions that were added; the builder is used up. */
        public OwnedPartitions build() {
            return epochs.isEmpty() ? NONE : new OwnedPartitions(epochs);
        }
    }
}
