package io.ottla.actors.metadata;

import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import java.util.List;

/**
 * One partition as the controller last decided it.
 *
 * @param partition its number
 * @param replicas the assigned brokers, preferred leader first; in a reassignment those to be removed stand behind its target
 * @param isr the brokers that are in sync; none of them is fenced
 * @param elr the brokers that left the ISR when it fell below min.insync.replicas and still hold everything committed
 *     (KIP-966). While there are any, the leader's high watermark must stand, because one of them may be elected
 * @param lastKnownLeader the last broker that led, while nobody leads; else {@link #NO_LEADER}
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
        int lastKnownLeader,
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
                partition, replicas, replicas, List.of(), NO_LEADER, List.of(), List.of(), replicas.get(0), 0, 0);
    }

    /** Whether somebody leads. */
    public boolean hasLeader() {
        return leader != NO_LEADER;
    }

    /** Whether a reassignment is under way. */
    public boolean isReassigning() {
        return !addingReplicas.isEmpty() || !removingReplicas.isEmpty();
    }

    /**
     * How many replicas must be in sync for acks=all, the leader included: what is configured, but at most the assigned
     * replicas, not counting those still being added (safety rule C7).
     *
     * @param configured the topic's min.insync.replicas
     */
    public int minInSync(int configured) {
        return minInSync(configured, replicas.size() - addingReplicas.size());
    }

    /** {@link #minInSync(int)} of a partition with so many replicas, those being added not counted. */
    public static int minInSync(int configured, int assigned) {
        return Math.max(1, Math.min(configured, assigned));
    }

    /** This partition after a change: what the change does not name stays. */
    PartitionImage after(PartitionChange change) {
        return new PartitionImage(
                partition,
                change.replicas().orElse(replicas),
                change.isr(),
                change.elr().orElse(elr),
                change.lastKnownLeader().orElse(lastKnownLeader),
                change.addingReplicas().orElse(addingReplicas),
                change.removingReplicas().orElse(removingReplicas),
                change.leader(),
                leaderEpoch + (change.newLeaderEpoch() ? 1 : 0),
                partitionEpoch + 1);
    }
}
