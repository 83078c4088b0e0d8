package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerGroupHandlersTest {
    @TempDir
    Path folder;

    private GroupNode node;

    @BeforeEach
    void start() {
        node = new GroupNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMemberJoinsAndLeavesInEveryVersion(int version) {
        ConsumerGroupHeartbeatResponseData joined = beat(version, joining("member"));
        assertThat(joined.errorCode()).isZero();
        assertThat(joined.memberId()).isEqualTo("member");
        assertThat(joined.memberEpoch()).isEqualTo(1);
        assertThat(joined.heartbeatIntervalMs()).isEqualTo(500);
        assertThat(joined.assignment().topicPartitions())
                .containsExactly(
                        new TopicPartitions().setTopicId(GroupNode.ORDERS_ID).setPartitions(List.of(0, 1)));

        ConsumerGroupHeartbeatResponseData alive = beat(version, beating("member", 1));
        assertThat(alive.errorCode()).isZero();
        assertThat(alive.assignment()).isNull();

        assertThat(beat(version, beating("member", -1)).memberEpoch()).isEqualTo(-1);
        assertThat(beat(version, beating("member", 1)).errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void givesAMemberAnIdOnlyInVersion0() {
        assertThat(beat(0, joining("")).memberId()).isNotEmpty();
        assertThat(beat(1, joining("")).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void aGroupMayHaveSettingsOfItsOwnAndChangeThemAtAnyTime() {
        configure("group", Optional.of("7000"));
        assertThat(beat(1, joining("member")).heartbeatIntervalMs()).isEqualTo(7_000);
        assertThat(beat(1, joining("member").setGroupId("other")).heartbeatIntervalMs())
                .isEqualTo(500);

        configure("group", Optional.empty());
        assertThat(beat(1, beating("member", 1)).heartbeatIntervalMs()).isEqualTo(500);
    }

    @Test
    void refusesMembersThatCouldNotBeStored() {
        String name = "n".repeat(20_000);
        List<String> topics = IntStream.range(0, 100).mapToObj(i -> name + i).toList();

        for (ConsumerGroupHeartbeatRequestData giant : List.of(
                joining(name),
                joining("member").setSubscribedTopicRegex(name),
                joining("member").setSubscribedTopicNames(topics))) {
            assertThat(beat(1, giant).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        }
        assertThat(describe(1, "group").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
    }

    @Test
    void letsNobodyInWhoMayNotReadTheGroupOrSeeTheTopic() {
        node.deny(Operation.DESCRIBE, Resource.topic("orders"));
        assertThat(beat(1, joining("member")).errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());

        node.deny(Operation.READ, Resource.group("group"));
        assertThat(beat(1, joining("member")).errorCode()).isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED.code());
    }

    @Test
    void aPatternMatchesOnlyWhatItsOwnerMaySee() {
        node.deny(Operation.DESCRIBE, Resource.topic("orders"));

        ConsumerGroupHeartbeatResponseData joined =
                beat(1, joining("member").setSubscribedTopicNames(List.of()).setSubscribedTopicRegex("ord.*"));

        assertThat(joined.errorCode()).isZero();
        assertThat(joined.assignment().topicPartitions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void describesAGroupInEveryVersion(int version) {
        beat(1, joining("member").setServerAssignor("range"));

        DescribedGroup group = describe(version, "group");

        assertThat(group.groupState()).isEqualTo("Stable");
        assertThat(group.groupEpoch()).isEqualTo(1);
        assertThat(group.assignmentEpoch()).isEqualTo(1);
        assertThat(group.assignorName()).isEqualTo("range");
        assertThat(group.members()).singleElement().satisfies(member -> {
            assertThat(member.memberId()).isEqualTo("member");
            assertThat(member.clientHost()).isEqualTo("/127.0.0.1");
            assertThat(member.subscribedTopicNames()).containsExactly("orders");
            assertThat(member.assignment()).isEqualTo(member.targetAssignment());
            assertThat(member.assignment().topicPartitions().get(0).topicName()).isEqualTo("orders");
            assertThat(member.memberType()).isEqualTo((byte) (version == 0 ? -1 : 1));
        });
        assertThat(describe(version, "nobody").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(describe(version, "").errorCode()).isEqualTo(Errors.INVALID_GROUP_ID.code());
    }

    @Test
    void showsAMemberOnlyToWhoMaySeeItsTopics() {
        beat(1, joining("member"));
        node.deny(Operation.DESCRIBE, Resource.topic("orders"));

        DescribedGroup group = describe(1, "group");

        assertThat(group.errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(group.members()).isEmpty();
    }

    @Test
    void isListedWithItsTypeAndIsNoClassicGroup() {
        beat(1, joining("member"));

        ListGroupsRequestData request = new ListGroupsRequestData().setTypesFilter(List.of("Consumer"));
        assertThat(node.ask(new ListGroupsHandler(node.broker()), 5, request).groups())
                .containsExactly(new ListedGroup()
                        .setGroupId("group")
                        .setGroupType("consumer")
                        .setGroupState("Stable")
                        .setProtocolType("consumer"));
        DescribeGroupsRequestData classic = new DescribeGroupsRequestData().setGroups(List.of("group"));
        DescribeGroupsHandler handler = new DescribeGroupsHandler(node.broker());
        assertThat(node.ask(handler, 5, classic).groups().get(0).groupState()).isEqualTo("Dead");
        assertThat(node.ask(handler, 6, classic).groups().get(0).errorMessage())
                .isEqualTo("Group group is not a classic group.");
    }

    @Test
    void tellsOfOldEpochsInTheWordsOfTheVersion() {
        beat(1, joining("member"));

        assertThat(commit(9, 1)).isEqualTo(Errors.NONE);
        assertThat(commit(9, 7)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(commit(8, 7)).isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    private void configure(String group, Optional<String> heartbeatIntervalMs) {
        node.publish(new MetadataEvent.ConfigChanged(
                new ConfigResource(ConfigResource.Type.GROUP, group),
                "consumer.heartbeat.interval.ms",
                heartbeatIntervalMs));
    }

    private Errors commit(int version, int epoch) {
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("group")
                .setMemberId("member")
                .setGenerationIdOrMemberEpoch(epoch)
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("orders")
                        .setPartitions(List.of(new OffsetCommitRequestPartition().setCommittedOffset(3)))));
        return Errors.forCode(node.ask(new OffsetCommitHandler(node.broker()), version, request)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode());
    }

    private ConsumerGroupHeartbeatResponseData beat(int version, ConsumerGroupHeartbeatRequestData request) {
        return node.ask(new ConsumerGroupHeartbeatHandler(node.broker()), version, request);
    }

    private DescribedGroup describe(int version, String group) {
        return node.ask(
                        new ConsumerGroupDescribeHandler(node.broker()),
                        version,
                        new ConsumerGroupDescribeRequestData().setGroupIds(List.of(group)))
                .groups()
                .get(0);
    }

    private static ConsumerGroupHeartbeatRequestData joining(String member) {
        return (ConsumerGroupHeartbeatRequestData) CoordinatorGoldenRequests.heartbeat(member);
    }

    private static ConsumerGroupHeartbeatRequestData beating(String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId("group")
                .setMemberId(member)
                .setMemberEpoch(epoch);
    }
}
