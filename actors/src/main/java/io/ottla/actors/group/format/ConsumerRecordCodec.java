package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.group.state.consumer.ConsumerRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of consumer groups into keys and values of the offsets topic and back.
 *
 * <pre>
 *   key:  3 | group                  epoch of the group, and a hash of its topics
 *         5 | group | member         what the member wants
 *         6 | group                  epoch of the targets
 *         7 | group | member         what the member is to have
 *         8 | group | member         what the member has
 *        16 | group | pattern        what the pattern matched
 * </pre>
 *
 * <p>Key 4, the partition metadata of Kafka before 4.1, is not needed: a group notices its topics anew.
 */
final class ConsumerRecordCodec {
    private static final int GROUP = 3;
    private static final int MEMBER = 5;
    private static final int TARGET_EPOCH = 6;
    private static final int TARGET = 7;
    private static final int CURRENT = 8;
    private static final int PATTERN = 16;

    private ConsumerRecordCodec() {}

    static byte[] key(ConsumerRecord record) {
        if (record instanceof ConsumerRecord.EpochBumped || record instanceof ConsumerRecord.GroupRemoved) {
            return key(GROUP, record).toBytes();
        }
        if (record instanceof ConsumerRecord.TargetComputed || record instanceof ConsumerRecord.TargetRemoved) {
            return key(TARGET_EPOCH, record).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberSubscribed subscribed) {
            return key(MEMBER, record).string(subscribed.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberRemoved removed) {
            return key(MEMBER, record).string(removed.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberTargeted targeted) {
            return key(TARGET, record).string(targeted.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberTargetRemoved removed) {
            return key(TARGET, record).string(removed.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberAssigned assigned) {
            return key(CURRENT, record).string(assigned.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.MemberAssignmentRemoved removed) {
            return key(CURRENT, record).string(removed.memberId()).toBytes();
        }
        if (record instanceof ConsumerRecord.PatternResolved resolved) {
            return key(PATTERN, record).string(resolved.pattern()).toBytes();
        }
        if (record instanceof ConsumerRecord.PatternRemoved removed) {
            return key(PATTERN, record).string(removed.pattern()).toBytes();
        }
        throw new IllegalStateException("a record without a key: " + record);
    }

    private static FieldWriter key(int kind, ConsumerRecord record) {
        return new FieldWriter().int16(kind).string(record.groupId());
    }

    static byte @Nullable [] value(ConsumerRecord record) {
        if (record instanceof ConsumerRecord.EpochBumped bumped) {
            return ConsumerEpochFormat.write(bumped);
        }
        if (record instanceof ConsumerRecord.TargetComputed computed) {
            return ConsumerEpochFormat.write(computed);
        }
        if (record instanceof ConsumerRecord.MemberSubscribed subscribed) {
            return SubscriptionFormat.write(subscribed.subscription());
        }
        if (record instanceof ConsumerRecord.MemberTargeted targeted) {
            return AssignmentFormat.write(targeted.target());
        }
        if (record instanceof ConsumerRecord.MemberAssigned assigned) {
            return AssignmentFormat.write(assigned.current());
        }
        if (record instanceof ConsumerRecord.PatternResolved resolved) {
            return PatternFormat.write(resolved.resolved());
        }
        return null;
    }

    /** Reads a record whose kind has been read from its key; empty for a kind that is not one of these. */
    static Optional<ConsumerRecord> read(int kind, FieldReader key, @Nullable ByteBuffer value) {
        return switch (kind) {
            case GROUP -> Optional.of(group(key.string(), value));
            case TARGET_EPOCH -> Optional.of(targets(key.string(), value));
            case MEMBER -> Optional.of(member(key.string(), key.string(), value));
            case TARGET -> Optional.of(target(key.string(), key.string(), value));
            case CURRENT -> Optional.of(current(key.string(), key.string(), value));
            case PATTERN -> Optional.of(pattern(key.string(), key.string(), value));
            default -> Optional.empty();
        };
    }

    private static ConsumerRecord group(String group, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.GroupRemoved(group)
                : ConsumerEpochFormat.readGroup(group, versioned(value));
    }

    private static ConsumerRecord targets(String group, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.TargetRemoved(group)
                : ConsumerEpochFormat.readTargets(group, versioned(value));
    }

    private static ConsumerRecord member(String group, String member, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.MemberRemoved(group, member)
                : new ConsumerRecord.MemberSubscribed(group, member, SubscriptionFormat.read(versioned(value)));
    }

    private static ConsumerRecord target(String group, String member, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.MemberTargetRemoved(group, member)
                : new ConsumerRecord.MemberTargeted(group, member, AssignmentFormat.readTarget(versioned(value)));
    }

    private static ConsumerRecord current(String group, String member, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.MemberAssignmentRemoved(group, member)
                : new ConsumerRecord.MemberAssigned(group, member, AssignmentFormat.readCurrent(versioned(value)));
    }

    private static ConsumerRecord pattern(String group, String pattern, @Nullable ByteBuffer value) {
        return value == null
                ? new ConsumerRecord.PatternRemoved(group, pattern)
                : new ConsumerRecord.PatternResolved(group, pattern, PatternFormat.read(versioned(value)));
    }

    private static FieldReader versioned(ByteBuffer value) {
        FieldReader in = new FieldReader(value);
        int version = in.int16();
        if (version != 0) {
            throw new MalformedRecordException("a record of a consumer group of version " + version);
        }
        return in;
    }
}
