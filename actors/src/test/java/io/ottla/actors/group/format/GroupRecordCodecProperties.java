package io.ottla.actors.group.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.group.state.CommittedOffset;
import io.ottla.actors.group.state.GroupRecord;
import io.ottla.actors.group.state.StoredGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our bytes are those of Kafka's own generated classes, and every version they can write is read. */
class GroupRecordCodecProperties {
    private static final short KEY_VERSION = 0;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesOffsetsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        CommittedOffset offset = offset(random);
        GroupRecord.OffsetCommitted record = new GroupRecord.OffsetCommitted(
                text(random), new TopicPartition(text(random), random.nextInt()), offset);
        short version = (short) (offset.expireTimestampMs() == CommittedOffset.NEVER ? 4 : 1);

        assertThat(GroupRecordCodec.key(record))
                .isEqualTo(written(
                        1,
                        new OffsetCommitKey()
                                .setGroup(record.groupId())
                                .setTopic(record.partition().topic())
                                .setPartition(record.partition().partition()),
                        KEY_VERSION));
        assertThat(GroupRecordCodec.value(record)).isEqualTo(written(version, kafkas(offset), version));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesGenerationsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        GroupRecord.GenerationStored record = new GroupRecord.GenerationStored(text(random), group(random));

        assertThat(GroupRecordCodec.key(record))
                .isEqualTo(written(2, new GroupMetadataKey().setGroup(record.groupId()), KEY_VERSION));
        assertThat(GroupRecordCodec.value(record)).isEqualTo(written(3, kafkas(record.generation()), (short) 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsWhatItWrote(long seed) {
        Random random = new Random(seed);
        TopicPartition partition = new TopicPartition(text(random), random.nextInt(100));
        List<GroupRecord> records = List.of(
                new GroupRecord.OffsetForgotten(text(random), partition),
                new GroupRecord.GroupForgotten(text(random)),
                new GroupRecord.GenerationStored(text(random), group(random)));

        for (GroupRecord record : records) {
            assertThat(read(record)).contains(record);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsEveryVersionOfAGenerationThatKafkaWrites(long seed) {
        Random random = new Random(seed);
        StoredGroup group = group(random);
        byte[] key = GroupRecordCodec.key(new GroupRecord.GenerationStored("group", group));

        for (short version = 0; version <= 4; version++) {
            Optional<CoordinatorRecord> read = GroupRecordCodec.read(
                    ByteBuffer.wrap(key), ByteBuffer.wrap(written(version, kafkas(group), version)));
            assertThat(read).contains(new GroupRecord.GenerationStored("group", asOf(version, group)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsEveryVersionOfAnOffsetThatKafkaWrites(long seed) {
        Random random = new Random(seed);
        CommittedOffset offset = offset(random);
        TopicPartition partition = new TopicPartition("topic", 3);
        byte[] key = GroupRecordCodec.key(new GroupRecord.OffsetForgotten("group", partition));

        for (short version = 0; version <= 4; version++) {
            CommittedOffset expected = new CommittedOffset(
                    offset.offset(),
                    version >= 3 ? offset.leaderEpoch() : -1,
                    offset.metadata(),
                    offset.commitTimestampMs(),
                    version == 1 ? offset.expireTimestampMs() : CommittedOffset.NEVER,
                    version >= 4 ? offset.topicId() : Uuid.ZERO_UUID);
            assertThat(GroupRecordCodec.read(
                            ByteBuffer.wrap(key), ByteBuffer.wrap(written(version, kafkas(offset), version))))
                    .contains(new GroupRecord.OffsetCommitted("group", partition, expected));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void saysOfDamagedBytesThatTheyAreMalformed(long seed) {
        Random random = new Random(seed);
        GroupRecord record = new GroupRecord.GenerationStored("group", group(random));
        byte[] key = GroupRecordCodec.key(record);
        byte[] value = GroupRecordCodec.value(record);
        byte[] cut = Arrays.copyOf(value, random.nextInt(value.length));

        assertThatThrownBy(() -> GroupRecordCodec.read(ByteBuffer.wrap(key), ByteBuffer.wrap(cut)))
                .isInstanceOf(MalformedRecordException.class);
        value[random.nextInt(value.length)] = (byte) random.nextInt();
        readWhateverItIs(key, value);
    }

    @Test
    void leavesKindsOfRecordsItDoesNotKnowToOthers() {
        ByteBuffer shareGroupKey = ByteBuffer.wrap(new byte[] {0, 11, 0, 1, 'g'});

        assertThat(GroupRecordCodec.read(shareGroupKey, null)).isEmpty();
    }

    @Test
    void refusesVersionsOfTheFuture() {
        byte[] key = GroupRecordCodec.key(new GroupRecord.GroupForgotten("group"));

        assertThatThrownBy(() -> GroupRecordCodec.read(ByteBuffer.wrap(key), ByteBuffer.wrap(new byte[] {0, 5})))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("version 5");
    }

    private static void readWhateverItIs(byte[] key, byte[] value) {
        try {
            GroupRecordCodec.read(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
        } catch (MalformedRecordException expected) {
            assertThat(expected).hasMessageContaining(" ");
        }
    }

    private static Optional<CoordinatorRecord> read(GroupRecord record) {
        byte[] value = GroupRecordCodec.value(record);
        return GroupRecordCodec.read(
                ByteBuffer.wrap(GroupRecordCodec.key(record)), value == null ? null : ByteBuffer.wrap(value));
    }

    private static byte[] written(int prefix, ApiMessage message, short version) {
        ByteBuffer body = MessageUtil.toByteBufferAccessor(message, version).buffer();
        ByteBuffer out = ByteBuffer.allocate(2 + body.remaining());
        return out.putShort((short) prefix).put(body).array();
    }

    private static StoredGroup asOf(short version, StoredGroup group) {
        List<StoredGroup.StoredMember> members = group.members().stream()
                .map(member -> new StoredGroup.StoredMember(
                        member.memberId(),
                        version >= 3 ? member.instanceId() : Optional.empty(),
                        member.clientId(),
                        member.clientHost(),
                        version >= 1 ? member.rebalanceTimeoutMs() : -1,
                        member.sessionTimeoutMs(),
                        member.subscription(),
                        member.assignment()))
                .toList();
        return new StoredGroup(
                group.protocolType(),
                group.generationId(),
                group.protocol(),
                group.leader(),
                version >= 2 ? group.stateTimestampMs() : -1L,
                members);
    }

    private static OffsetCommitValue kafkas(CommittedOffset offset) {
        return new OffsetCommitValue()
                .setOffset(offset.offset())
                .setLeaderEpoch(offset.leaderEpoch())
                .setMetadata(offset.metadata())
                .setCommitTimestamp(offset.commitTimestampMs())
                .setExpireTimestamp(offset.expireTimestampMs())
                .setTopicId(offset.topicId());
    }

    private static GroupMetadataValue kafkas(StoredGroup group) {
        return new GroupMetadataValue()
                .setProtocolType(group.protocolType())
                .setGeneration(group.generationId())
                .setProtocol(group.protocol().orElse(null))
                .setLeader(group.leader().orElse(null))
                .setCurrentStateTimestamp(group.stateTimestampMs())
                .setMembers(group.members().stream()
                        .map(member -> new GroupMetadataValue.MemberMetadata()
                                .setMemberId(member.memberId())
                                .setGroupInstanceId(member.instanceId().orElse(null))
                                .setClientId(member.clientId())
                                .setClientHost(member.clientHost())
                                .setRebalanceTimeout(member.rebalanceTimeoutMs())
                                .setSessionTimeout(member.sessionTimeoutMs())
                                .setSubscription(member.subscription().get())
                                .setAssignment(member.assignment().get()))
                        .toList());
    }

    private static CommittedOffset offset(Random random) {
        return new CommittedOffset(
                random.nextLong(),
                random.nextInt(),
                text(random),
                random.nextLong(),
                random.nextBoolean() ? CommittedOffset.NEVER : random.nextLong(Long.MAX_VALUE),
                random.nextBoolean() ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong()));
    }

    private static StoredGroup group(Random random) {
        List<StoredGroup.StoredMember> members = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            members.add(new StoredGroup.StoredMember(
                    text(random),
                    maybe(random),
                    text(random),
                    text(random),
                    random.nextInt(),
                    random.nextInt(),
                    bytes(random),
                    bytes(random)));
        }
        return new StoredGroup(
                text(random), random.nextInt(), maybe(random), maybe(random), random.nextLong(), members);
    }

    private static Optional<String> maybe(Random random) {
        return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
    }

    private static Bytes bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(200), 1, 0xD7FF).toArray();
        return new String(points, 0, points.length);
    }
}
