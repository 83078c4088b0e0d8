package io.ottla.actors.group.state.consumer;

import io.ottla.actors.coordinator.state.Outcome;

/** The records that forget a member or a whole group. */
final class Tombstones {
    private final ConsumerGroup group;
    private final Outcome.Builder out;

    Tombstones(ConsumerGroup group, Outcome.Builder out) {
        this.group = group;
        this.out = out;
    }

    void member(String memberId) {
        out.write(new ConsumerRecord.MemberAssignmentRemoved(group.id, memberId));
        out.write(new ConsumerRecord.MemberTargetRemoved(group.id, memberId));
        out.write(new ConsumerRecord.MemberRemoved(group.id, memberId));
    }

    /** The group without its members. */
    void group() {
        out.write(new ConsumerRecord.TargetRemoved(group.id));
        group.patterns.keySet().stream()
                .sorted()
                .forEach(pattern -> out.write(new ConsumerRecord.PatternRemoved(group.id, pattern)));
        out.write(new ConsumerRecord.GroupRemoved(group.id));
    }
}
