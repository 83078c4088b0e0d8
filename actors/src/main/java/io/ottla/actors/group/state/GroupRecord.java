package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the offsets topic tells of a group: the only thing that changes durable state. */
public sealed interface GroupRecord extends CoordinatorRecord {
    /** The group it tells of. */
    String groupId();

    @Override
    default String entityId() {
        return groupId();
    }

    /** Changes the group's state. */
    void replayIn(Group group);

    /** An offset was committed. */
    record OffsetCommitted(String groupId, TopicPartition partition, CommittedOffset offset) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayOffset(partition, offset);
        }
    }

    /** An offset was committed in a transaction; it counts once the transaction commits. */
    record OffsetPending(
            String groupId, TopicPartition partition, CommittedOffset offset, TransactionalProducer producer)
            implements GroupRecord {
        @Override
        public Optional<TransactionalProducer> writtenIn() {
            return Optional.of(producer);
        }

        @Override
        public void replayIn(Group group) {
            group.replayPending(producer.id(), partition, offset);
        }
    }

    /** A transaction has ended in which offsets of the group were committed. A control batch says so, not a record. */
    record TransactionEnded(String groupId, long producerId, boolean committed) implements GroupRecord {
        @Override
        public void replayIn(Group group) {
            group.replayTransactionEnded(producerId, committed);
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
