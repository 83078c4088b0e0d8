package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.group.state.GroupRecord;
import io.ottla.actors.group.state.consumer.ConsumerRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Turns group records into keys and values of the offsets topic and back. A record that forgets has no value: compaction drops what
 * it forgets, and later itself.
 *
 * <pre>
 *   key of an offset:  1 (0 in very old logs) | group | topic | partition
 *   key of a classic group:  2 | group
 * </pre>
 *
 * <p>Those of consumer groups are in {@link ConsumerRecordCodec}.
 */
public final class GroupRecordCodec {
    private static final int OLD_OFFSET_KEY = 0;
    private static final int OFFSET_KEY = 1;
    private static final int GROUP_KEY = 2;

    private GroupRecordCodec() {}

    /** The key of a record. */
    public static byte[] key(CoordinatorRecord record) {
        if (record instanceof ConsumerRecord consumer) {
            return ConsumerRecordCodec.key(consumer);
        }
        if (record instanceof GroupRecord.OffsetCommitted committed) {
            return offsetKey(committed.groupId(), committed.partition());
        }
        if (record instanceof GroupRecord.OffsetPending pending) {
            return offsetKey(pending.groupId(), pending.partition());
        }
        if (record instanceof GroupRecord.OffsetForgotten forgotten) {
            return offsetKey(forgotten.groupId(), forgotten.partition());
        }
        return new FieldWriter().int16(GROUP_KEY).string(record.entityId()).toBytes();
    }

    /** The value of a record; null for one that forgets. */
    public static byte @Nullable [] value(CoordinatorRecord record) {
        if (record instanceof ConsumerRecord consumer) {
            return ConsumerRecordCodec.value(consumer);
        }
        if (record instanceof GroupRecord.OffsetCommitted committed) {
            return OffsetCommitFormat.write(committed.offset());
        }
        if (record instanceof GroupRecord.OffsetPending pending) {
            return OffsetCommitFormat.write(pending.offset());
        }
        if (record instanceof GroupRecord.GenerationStored stored) {
            return GroupMetadataFormat.write(stored.generation());
        }
        return null;
    }

    /**
     * Reads a record; empty for one of a kind that is not known here, which other kinds of groups may have left.
     *
     * @throws MalformedRecordException if it is of a known kind and damaged
     */
    public static Optional<CoordinatorRecord> read(ByteBuffer key, @Nullable ByteBuffer value) {
        FieldReader in = new FieldReader(key);
        int kind = in.int16();
        return switch (kind) {
            case OLD_OFFSET_KEY, OFFSET_KEY -> Optional.of(offset(in, value));
            case GROUP_KEY -> Optional.of(group(in, value));
            default -> ConsumerRecordCodec.read(kind, in, value).map(CoordinatorRecord.class::cast);
        };
    }

    private static GroupRecord offset(FieldReader key, @Nullable ByteBuffer value) {
        String group = key.string();
        TopicPartition partition = new TopicPartition(key.string(), key.int32());
        return value == null
                ? new GroupRecord.OffsetForgotten(group, partition)
                : new GroupRecord.OffsetCommitted(group, partition, OffsetCommitFormat.read(value));
    }

    private static GroupRecord group(FieldReader key, @Nullable ByteBuffer value) {
        String group = key.string();
        return value == null
                ? new GroupRecord.GroupForgotten(group)
                : new GroupRecord.GenerationStored(group, GroupMetadataFormat.read(value));
    }

    private static byte[] offsetKey(String group, TopicPartition partition) {
        return new FieldWriter()
                .int16(OFFSET_KEY)
                .string(group)
                .string(partition.topic())
                .int32(partition.partition())
                .toBytes();
    }
}
