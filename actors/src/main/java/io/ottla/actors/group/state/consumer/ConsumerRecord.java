package io.ottla.actors.group.state.consumer;

import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.group.state.assignor.PartitionSet;

/** What the offsets topic tells of a consumer group: the only thing that changes its state. */
public sealed interface ConsumerRecord extends CoordinatorRecord {
    /** The group it tells of. */
    String groupId();

    @Override
    default String entityId() {
        return groupId();
    }

    /** The group has a new epoch. */
    record EpochBumped(String groupId, int epoch, long metadataHash) implements ConsumerRecord {}

    /** The group is no more. */
    record GroupRemoved(String groupId) implements ConsumerRecord {}

    /** A member came, or changed what it wants. */
    record MemberSubscribed(String groupId, String memberId, Subscription subscription) implements ConsumerRecord {}

    /** A member has gone. */
    record MemberRemoved(String groupId, String memberId) implements ConsumerRecord {}

    /** A pattern was matched against the topics. */
    record PatternResolved(String groupId, String pattern, ResolvedPattern resolved) implements ConsumerRecord {}

    /** Nobody subscribes by this pattern any more. */
    record PatternRemoved(String groupId, String pattern) implements ConsumerRecord {}

    /** The targets are those of this epoch of the group. */
    record TargetComputed(String groupId, int epoch, long timestampMs) implements ConsumerRecord {}

    /** There are no targets any more. */
    record TargetRemoved(String groupId) implements ConsumerRecord {}

    /** What a member is to have in the end. */
    record MemberTargeted(String groupId, String memberId, PartitionSet target) implements ConsumerRecord {}

    /** A member has no target any more. */
    record MemberTargetRemoved(String groupId, String memberId) implements ConsumerRecord {}

    /** What a member has, and where it stands. */
    record MemberAssigned(String groupId, String memberId, CurrentAssignment current) implements ConsumerRecord {}

    /** A member has nothing any more. */
    record MemberAssignmentRemoved(String groupId, String memberId) implements ConsumerRecord {}
}
