package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;

/**
 * What a member has and where it stands.
 *
 * @param memberEpoch the epoch of the last target it has reached as far as it could; {@link #LEFT} for a static member that is away
 * @param previousEpoch the one before, with which it may come once more if an answer was lost
 * @param assigned what it may use
 * @param revoking what it is to give up; still its own until it says so
 */
public record CurrentAssignment(
        int memberEpoch, int previousEpoch, MemberState state, OwnedPartitions assigned, OwnedPartitions revoking) {
    /** The epoch of a static member that has left and is expected back. */
    public static final int LEFT = -2;

    /** Of a member that has just come. */
    public static final CurrentAssignment FRESH =
            new CurrentAssignment(0, -1, MemberState.STABLE, OwnedPartitions.NONE, OwnedPartitions.NONE);

    /** A member that has settled with these partitions. */
    public static CurrentAssignment settled(int epoch, PartitionSet partitions) {
        return new CurrentAssignment(
                epoch, epoch, MemberState.STABLE, OwnedPartitions.of(partitions, epoch), OwnedPartitions.NONE);
    }

    /** What its static member leaves behind when it goes for a while: what it was giving up is free. */
    CurrentAssignment away() {
        return new CurrentAssignment(LEFT, memberEpoch, state, assigned, OwnedPartitions.NONE);
    }

    /** The same in the hands of a new incarnation, which has yet to learn of it. */
    public CurrentAssignment inherited() {
        return new CurrentAssignment(0, 0, MemberState.STABLE, assigned, OwnedPartitions.NONE);
    }

    /** Whether it has reached the target of this epoch. */
    boolean reached(int targetEpoch) {
        return state == MemberState.STABLE && memberEpoch == targetEpoch;
    }
}
