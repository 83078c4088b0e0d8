package io.ottla.actors.group.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ClassicTraits;
import io.ottla.actors.group.state.consumer.ConsumerRecord;
import io.ottla.actors.group.state.consumer.CurrentAssignment;
import io.ottla.actors.group.state.consumer.MemberState;
import io.ottla.actors.group.state.consumer.OwnedPartitions;
import io.ottla.actors.group.state.consumer.ResolvedPattern;
import io.ottla.actors.group.state.consumer.Subscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupRegularExpressionKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupRegularExpressionValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of consumer groups are, byte for byte, those of Kafka's own generated classes, and come back as they were. */
class ConsumerRecordCodecProperties {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesEpochsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        String group = text(random);
        int epoch = random.nextInt();
        long tagged = random.nextBoolean() ? 0 : random.nextLong();

        check(
                new ConsumerRecord.EpochBumped(group, epoch, tagged),
                new ConsumerRecord.GroupRemoved(group),
                3,
                new ConsumerGroupMetadataKey().setGroupId(group),
                new ConsumerGroupMetadataValue().setEpoch(epoch).setMetadataHash(tagged));
        check(
                new ConsumerRecord.TargetComputed(group, epoch, tagged),
                new ConsumerRecord.TargetRemoved(group),
                6,
                new ConsumerGroupTargetAssignmentMetadataKey().setGroupId(group),
                new ConsumerGroupTargetAssignmentMetadataValue()
                        .setAssignmentEpoch(epoch)
                        .setAssignmentTimestamp(tagged));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesSubscriptionsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        String group = text(random);
        String member = text(random);
        Subscription subscription = subscription(random);

        check(
                new ConsumerRecord.MemberSubscribed(group, member, subscription),
                new ConsumerRecord.MemberRemoved(group, member),
                5,
                new ConsumerGroupMemberMetadataKey().setGroupId(group).setMemberId(member),
                kafkas(subscription));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesAssignmentsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        String group = text(random);
        String member = text(random);
        CurrentAssignment current = new CurrentAssignment(
                random.nextInt(), random.nextInt(), MemberState.of(random.nextInt(4)), owned(random), owned(random));
        PartitionSet target = owned(random).partitions();

        check(
                new ConsumerRecord.MemberAssigned(group, member, current),
                new ConsumerRecord.MemberAssignmentRemoved(group, member),
                8,
                new ConsumerGroupCurrentMemberAssignmentKey().setGroupId(group).setMemberId(member),
                new ConsumerGroupCurrentMemberAssignmentValue()
                        .setMemberEpoch(current.memberEpoch())
                        .setPreviousMemberEpoch(current.previousEpoch())
                        .setState((byte) current.state().code())
                        .setAssignedPartitions(kafkas(current.assigned()))
                        .setPartitionsPendingRevocation(kafkas(current.revoking())));
        check(
                new ConsumerRecord.MemberTargeted(group, member, target),
                new ConsumerRecord.MemberTargetRemoved(group, member),
                7,
                new ConsumerGroupTargetAssignmentMemberKey().setGroupId(group).setMemberId(member),
                new ConsumerGroupTargetAssignmentMemberValue().setTopicPartitions(kafkas(target)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesPatternsAsKafkaDoes(long seed) {
        Random random = new Random(seed);
        String group = text(random);
        String pattern = text(random);
        ResolvedPattern resolved = new ResolvedPattern(texts(random), random.nextLong(), random.nextLong());

        check(
                new ConsumerRecord.PatternResolved(group, pattern, resolved),
                new ConsumerRecord.PatternRemoved(group, pattern),
                16,
                new ConsumerGroupRegularExpressionKey().setGroupId(group).setRegularExpression(pattern),
                new ConsumerGroupRegularExpressionValue()
                        .setTopics(List.copyOf(resolved.topics()))
                        .setVersion(resolved.version())
                        .setTimestamp(resolved.timestampMs()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void saysOfCutBytesThatTheyAreMalformed(long seed) {
        Random random = new Random(seed);
        ConsumerRecord record = new ConsumerRecord.MemberSubscribed("group", "member", subscription(random));
        byte[] value = GroupRecordCodec.value(record);
        byte[] cut = Arrays.copyOf(value, random.nextInt(value.length));

        assertThatThrownBy(() ->
                        GroupRecordCodec.read(ByteBuffer.wrap(GroupRecordCodec.key(record)), ByteBuffer.wrap(cut)))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void takesPartitionsWithoutEpochsForOnesOfTheMembersEpoch() {
        Uuid topic = new Uuid(1, 2);
        byte[] old = written(
                0,
                new ConsumerGroupCurrentMemberAssignmentValue()
                        .setMemberEpoch(9)
                        .setAssignedPartitions(List.of(new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                                .setTopicId(topic)
                                .setPartitions(List.of(4)))));
        byte[] key = GroupRecordCodec.key(new ConsumerRecord.MemberAssignmentRemoved("group", "member"));

        assertThat(GroupRecordCodec.read(ByteBuffer.wrap(key), ByteBuffer.wrap(old)))
                .contains(new ConsumerRecord.MemberAssigned(
                        "group",
                        "member",
                        new CurrentAssignment(
                                9,
                                0,
                                MemberState.STABLE,
                                new OwnedPartitions.Builder().add(topic, 4, 9).build(),
                                OwnedPartitions.NONE)));
    }

    private static void check(
            ConsumerRecord record, ConsumerRecord tombstone, int kind, ApiMessage key, ApiMessage value) {
        assertThat(GroupRecordCodec.key(record)).isEqualTo(written(kind, key));
        assertThat(GroupRecordCodec.key(tombstone)).isEqualTo(written(kind, key));
        assertThat(GroupRecordCodec.value(record)).isEqualTo(written(0, value));
        assertThat(GroupRecordCodec.value(tombstone)).isNull();
        assertThat(GroupRecordCodec.read(ByteBuffer.wrap(written(kind, key)), ByteBuffer.wrap(written(0, value))))
                .contains(record);
        assertThat(GroupRecordCodec.read(ByteBuffer.wrap(written(kind, key)), null))
                .contains(tombstone);
    }

    private static byte[] written(int prefix, ApiMessage message) {
        ByteBuffer body = MessageUtil.toByteBufferAccessor(message, (short) 0).buffer();
        ByteBuffer out = ByteBuffer.allocate(2 + body.remaining());
        return out.putShort((short) prefix).put(body).array();
    }

    private static ConsumerGroupMemberMetadataValue kafkas(Subscription subscription) {
        return new ConsumerGroupMemberMetadataValue()
                .setInstanceId(subscription.instanceId().orElse(null))
                .setRackId(subscription.rackId().orElse(null))
                .setClientId(subscription.clientId())
                .setClientHost(subscription.clientHost())
                .setSubscribedTopicNames(List.copyOf(subscription.topicNames()))
                .setSubscribedTopicRegex(subscription.pattern().orElse(null))
                .setRebalanceTimeoutMs(subscription.rebalanceTimeoutMs())
                .setServerAssignor(subscription.assignor().orElse(null))
                .setClassicMemberMetadata(subscription
                        .classic()
                        .map(traits -> new ConsumerGroupMemberMetadataValue.ClassicMemberMetadata()
                                .setSessionTimeoutMs(traits.sessionTimeoutMs())
                                .setSupportedProtocols(traits.protocols().stream()
                                        .map(protocol -> new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                                                .setName(protocol.name())
                                                .setMetadata(protocol.metadata().get()))
                                        .toList()))
                        .orElse(null));
    }

    private static List<ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions> kafkas(OwnedPartitions owned) {
        return owned.epochs().entrySet().stream()
                .map(topic -> new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                        .setTopicId(topic.getKey())
                        .setPartitions(List.copyOf(topic.getValue().keySet()))
                        .setAssignmentEpochs(List.copyOf(topic.getValue().values())))
                .toList();
    }

    private static List<ConsumerGroupTargetAssignmentMemberValue.TopicPartition> kafkas(PartitionSet target) {
        return target.topics().stream()
                .map(topic -> new ConsumerGroupTargetAssignmentMemberValue.TopicPartition()
                        .setTopicId(topic)
                        .setPartitions(
                                Arrays.stream(target.partitions(topic)).boxed().toList()))
                .toList();
    }

    private static Subscription subscription(Random random) {
        List<ClassicTraits.Protocol> protocols = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            byte[] metadata = new byte[random.nextInt(200)];
            random.nextBytes(metadata);
            protocols.add(new ClassicTraits.Protocol(text(random), Bytes.wrap(metadata)));
        }
        return new Subscription(
                maybe(random),
                maybe(random),
                text(random),
                text(random),
                texts(random),
                maybe(random),
                random.nextInt(),
                maybe(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(new ClassicTraits(random.nextInt(), protocols)));
    }

    private static OwnedPartitions owned(Random random) {
        OwnedPartitions.Builder owned = new OwnedPartitions.Builder();
        for (int i = random.nextInt(30); i > 0; i--) {
            owned.add(new Uuid(1, random.nextInt(4)), random.nextInt(100), random.nextInt(9));
        }
        return owned.build();
    }

    private static SortedSet<String> texts(Random random) {
        SortedSet<String> texts = new TreeSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            texts.add(text(random));
        }
        return texts;
    }

    private static Optional<String> maybe(Random random) {
        return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
    }

    private static String text(Random random) {
        int[] points = random.ints(1 + random.nextInt(200), 1, 0xD7FF).toArray();
        return new String(points, 0, points.length);
    }
}
