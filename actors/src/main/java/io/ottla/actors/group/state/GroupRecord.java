package io.ottla.actors.group.state;

import org.apache.kafka.common.TopicPartition;

/** What the offsets topic tells of a group: the only thing that changes durable state. */
public sealed interface GroupRecord {
    /** The group it tells of. */
    String groupId();

    /** Changes the group's state. */
    void replayIn(Group group);

    /** An offset was committed. */
    record OffsetCommitted(String groupId, TopicPartition partition, CommittedOffset offset) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayOffset(partition, offset);
        }
    }

    /** A committed offset was deleted or expired. */
    record OffsetForgotten(String groupId, TopicPartition partition) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayNoOffset(partition);
        }
    }

    /** A generation was completed. */
    record GenerationStored(String groupId, StoredGroup generation) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayGeneration(generation);
        }
    }

    /** The group was deleted; its offsets have records of their own. */
    record GroupForgotten(String groupId) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayForgotten();
        }
    }
}
