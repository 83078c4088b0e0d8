package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Leads one member a step further towards its target.
 *
 * <pre>
 *                  has something to give up
 *        STABLE ──────────────────────────────> UNREVOKED_PARTITIONS
 *         │  ^                                    │       │
 *         │  │ everything free was given          │ says that it did
 *         │  └────────────────────────────────────┘       │
 *         │ something is still with others                v
 *         └─────────────────────────────────────> UNRELEASED_PARTITIONS ──> STABLE, when they are free
 * </pre>
 *
 * <p>A partition goes to its next owner only once the last one has said that it gave it up, or is gone.
 */
final class Reconciliation {
    private final CurrentAssignment current;
    private final int targetEpoch;
    private final PartitionSet target;
    private final Optional<PartitionSet> owned;
    private final Owners owners;

    /** Tells who has a partition. */
    @FunctionalInterface
    interface Owners {
        /** Whether nobody has it. */
        boolean isFree(Uuid topic, int partition);
    }

    /**
     * A step of one member.
     *
     * @param owned what the member says that it has; empty if it says nothing
     */
    Reconciliation(
            CurrentAssignment current,
            int targetEpoch,
            PartitionSet target,
            Optional<PartitionSet> owned,
            Owners owners) {
        this.current = current;
        this.targetEpoch = targetEpoch;
        this.target = target;
        this.owned = owned;
        this.owners = owners;
    }

    /** Where the member stands after it; the same if nothing changes. */
    CurrentAssignment next() {
        return switch (current.state()) {
            case STABLE -> current.memberEpoch() == targetEpoch ? current : advance();
            case UNREVOKED_PARTITIONS -> stillHas(current.revoking()) ? current : advance();
            case UNRELEASED_PARTITIONS -> advance();
            // What a later version meant by it is not known; who says what it has can be led from there.
            case UNKNOWN -> owned.isPresent() ? advance() : current;
        };
    }

    private CurrentAssignment advance() {
        OwnedPartitions kept = current.assigned().within(target);
        OwnedPartitions surplus = current.assigned().without(target);
        if (!surplus.isEmpty() && stillHas(surplus)) {
            return new CurrentAssignment(
                    current.memberEpoch(), current.memberEpoch(), MemberState.UNREVOKED_PARTITIONS, kept, surplus);
        }
        OwnedPartitions.Builder assigned = new OwnedPartitions.Builder().addAll(kept);
        boolean[] waits = {false};
        target.forEach((topic, partition) -> {
            if (kept.epochOf(topic, partition) < 0) {
                if (owners.isFree(topic, partition)) {
                    assigned.add(topic, partition, targetEpoch);
                } else {
                    waits[0] = true;
                }
            }
        });
        int previous = current.memberEpoch() == targetEpoch ? current.previousEpoch() : current.memberEpoch();
        return new CurrentAssignment(
                targetEpoch,
                previous,
                waits[0] ? MemberState.UNRELEASED_PARTITIONS : MemberState.STABLE,
                assigned.build(),
                OwnedPartitions.NONE);
    }

    /** A member that says nothing still has everything. */
    private boolean stillHas(OwnedPartitions partitions) {
        return owned.map(partitions::intersects).orElse(true);
    }
}
