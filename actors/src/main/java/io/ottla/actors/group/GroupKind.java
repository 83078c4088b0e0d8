package io.ottla.actors.group;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.coordinator.CoordinatorKind;
import io.ottla.actors.coordinator.EntityJournal;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.group.format.GroupRecordCodec;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupLimits;
import io.ottla.actors.group.state.GroupRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups, as the coordinators' runtime sees them.
 *
 * @param limits what a group may cost and how long things take
 * @param surroundings what consumer groups find around them
 * @param maxBatchBytes the largest batch the offsets topic takes (message.max.bytes)
 * @param expiryInterval how often expired offsets are looked for (offsets.retention.check.interval.ms)
 */
record GroupKind(GroupLimits limits, ConsumerSurroundings surroundings, int maxBatchBytes, Duration expiryInterval)
        implements CoordinatorKind {
    static GroupKind from(BrokerSettings settings, ConsumerSurroundings surroundings) {
        int maxBatchBytes = settings.getInt("message.max.bytes");
        GroupLimits limits = new GroupLimits(
                settings.getInt("group.min.session.timeout.ms"),
                settings.getInt("group.max.session.timeout.ms"),
                settings.getInt("group.max.size"),
                maxBatchBytes,
                settings.getInt("group.initial.rebalance.delay.ms"),
                settings.getInt("offset.metadata.max.bytes"),
                settings.offsetsRetentionMs());
        return new GroupKind(
                limits,
                surroundings,
                maxBatchBytes,
                Duration.ofMillis(settings.getLong("offsets.retention.check.interval.ms")));
    }

    @Override
    public String entities() {
        return "groups";
    }

    @Override
    public Entity create(String id) {
        return new Group(id, limits, surroundings.of(id));
    }

    @Override
    public EntityJournal journal(Entity entity) {
        return new GroupJournal((Group) entity);
    }

    @Override
    public CoordinatorCommand expire(String id) {
        return new GroupCommand.Expire(id);
    }

    @Override
    public byte[] key(CoordinatorRecord record) {
        return GroupRecordCodec.key(record);
    }

    @Override
    public byte @Nullable [] value(CoordinatorRecord record) {
        return GroupRecordCodec.value(record);
    }

    @Override
    public Optional<CoordinatorRecord> read(
            ByteBuffer key, @Nullable ByteBuffer value, Optional<TransactionalProducer> transaction) {
        return GroupRecordCodec.read(key, value).map(record -> in(transaction, record));
    }

    /** An offset committed in a transaction is pending until the transaction ends. */
    private static CoordinatorRecord in(Optional<TransactionalProducer> transaction, CoordinatorRecord record) {
        if (transaction.isPresent() && record instanceof GroupRecord.OffsetCommitted committed) {
            return new GroupRecord.OffsetPending(
                    committed.groupId(), committed.partition(), committed.offset(), transaction.get());
        }
        return record;
    }

    @Override
    public CoordinatorRecord transactionEnded(String id, long producerId, boolean committed) {
        return new GroupRecord.TransactionEnded(id, producerId, committed);
    }
}
