package io.ottla.actors.metadata;

import java.util.List;

/**
 * One partition as the controller last decided it.
 *
 * @param partition its number
 * @param replicas the assigned brokers, preferred leader first
 * @param isr the brokers that are in sync
 * @param elr the brokers that were in sync when the ISR fell below min.insync.replicas (KIP-966)
 * @param addingReplicas brokers being added by a reassignment
 * @param removingReplicas brokers being removed by a reassignment
 * @param leader the leading broker, or {@link #NO_LEADER}
 * @param leaderEpoch counts leaders
 * @param partitionEpoch counts changes; the token of compare-and-set (KIP-497)
 */
public record PartitionImage(
        int partition,
        List<Integer> replicas,
        List<Integer> isr,
        List<Integer> elr,
        List<Integer> addingReplicas,
        List<Integer> removingReplicas,
        int leader,
        int leaderEpoch,
        int partitionEpoch) {
    /** The leader of a partition that has none. */
    public static final int NO_LEADER = -1;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
        elr = List.copyOf(elr);
        addingReplicas = List.copyOf(addingReplicas);
        removingReplicas = List.copyOf(removingReplicas);
    }

    /** A partition as it is born: all replicas in sync, the first one leading in epoch 0. */
    public static PartitionImage created(int partition, List<Integer> replicas) {
        return new PartitionImage(
                partition, replicas, replicas, List.of(), List.of(), List.of(), replicas.get(0), 0, 0);
    }
}
