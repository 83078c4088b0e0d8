package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupOffsetHandlersTest {
    private static final Uuid STRANGER = new Uuid(99, 99);

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
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void commitsAndFetchesInEveryVersion(int version) {
        OffsetCommitResponseData committed = commit(version, "orders", 42);
        assertThat(committed.topics().get(0).partitions().get(0).errorCode()).isZero();

        for (int fetchVersion = 1; fetchVersion <= 7; fetchVersion++) {
            OffsetFetchResponseData fetched = fetchSingle(fetchVersion, "group", List.of("orders"));
            assertThat(fetched.topics().get(0).partitions())
                    .satisfiesExactly(
                            first -> assertThat(first.committedOffset()).isEqualTo(42),
                            second -> assertThat(second.committedOffset()).isEqualTo(-1));
        }
        for (int fetchVersion = 8; fetchVersion <= 10; fetchVersion++) {
            OffsetFetchResponseGroup fetched = fetchOrders(fetchVersion);
            assertThat(fetched.topics().get(0).partitions().get(0).committedOffset())
                    .isEqualTo(42);
            assertThat(fetched.topics().get(0).topicId())
                    .isEqualTo(fetchVersion >= 10 ? GroupNode.ORDERS_ID : Uuid.ZERO_UUID);
        }
    }

    @Test
    void knowsTopicsByTheirIdSinceVersion10() {
        OffsetCommitRequestTopic stranger = committing(1).setTopicId(STRANGER);
        OffsetCommitRequestTopic known = committing(2).setTopicId(GroupNode.ORDERS_ID);

        OffsetCommitResponseData response = commit(10, List.of(stranger, known));

        assertThat(response.topics())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.topicId()).isEqualTo(STRANGER);
                            assertThat(first.partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
                        },
                        second -> assertThat(second.partitions().get(0).errorCode())
                                .isZero());
        OffsetFetchResponseGroup fetched =
                fetch(10, new OffsetFetchRequestTopics().setTopicId(STRANGER).setPartitionIndexes(List.of(0)));
        assertThat(fetched.topics().get(0).partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void refusesOffsetsOfTopicsThatDoNotExistOrMayNotBeRead() {
        node.deny(Operation.READ, Resource.topic("orders"));

        assertThat(commit(8, "orders", 1).topics().get(0).partitions().get(0).errorCode())
                .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(commit(8, "nothing", 1).topics().get(0).partitions().get(0).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 9999})
    void neitherKeepsNorForgetsOffsetsOfPartitionsThatDoNotExist(int partition) {
        OffsetCommitRequestTopic committing = committing(1).setName("orders");
        committing.partitions().get(0).setPartitionIndex(partition);
        OffsetDeleteRequestTopic deleting = new OffsetDeleteRequestTopic()
                .setName("orders")
                .setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(partition)));
        OffsetDeleteRequestData deletion = new OffsetDeleteRequestData().setGroupId("group");
        deletion.topics().add(deleting);

        assertThat(commit(8, List.of(committing))
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        OffsetDeleteResponseData deleted = node.ask(new OffsetDeleteHandler(node.broker()), 0, deletion);
        assertThat(deleted.topics().find("orders").partitions().find(partition).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 9, 10})
    void saysToAMemberThatItsGroupIsGoneInTheWordsOfItsVersion(int version) {
        OffsetCommitRequestTopic committing = committing(1);
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("gone")
                .setMemberId("member")
                .setGenerationIdOrMemberEpoch(3)
                .setTopics(List.of(
                        version >= 10 ? committing.setTopicId(GroupNode.ORDERS_ID) : committing.setName("orders")));

        OffsetCommitResponseData response = node.ask(new OffsetCommitHandler(node.broker()), version, request);

        assertThat(response.topics().get(0).partitions().get(0).errorCode())
                .isEqualTo((version >= 9 ? Errors.GROUP_ID_NOT_FOUND : Errors.ILLEGAL_GENERATION).code());
    }

    @Test
    void refusesEverythingToWhoMayNotReadTheGroup() {
        node.deny(Operation.READ, Resource.group("group"));
        node.deny(Operation.DESCRIBE, Resource.group("group"));
        short denied = Errors.GROUP_AUTHORIZATION_FAILED.code();

        assertThat(commit(8, "orders", 1).topics().get(0).partitions().get(0).errorCode())
                .isEqualTo(denied);
        assertThat(fetchOrders(9).errorCode()).isEqualTo(denied);
        assertThat(fetchSingle(2, "group", List.of("orders")).errorCode()).isEqualTo(denied);
        assertThat(fetchSingle(1, "group", List.of("orders"))
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .errorCode())
                .isEqualTo(denied);
    }

    @Test
    void tellsAllOffsetsTheCallerMaySeeWhenNoTopicsAreNamed() {
        node.publish(new MetadataEvent.TopicCreated("secret", new Uuid(5, 5), 1, List.of(List.of(1))));
        commit(8, "orders", 42);
        commit(8, "secret", 43);
        node.deny(Operation.DESCRIBE, Resource.topic("secret"));

        assertThat(fetchSingle(2, "group", null).topics()).singleElement().satisfies(topic -> {
            assertThat(topic.name()).isEqualTo("orders");
        });
        OffsetFetchRequestGroup all =
                new OffsetFetchRequestGroup().setGroupId("group").setTopics(null);
        OffsetFetchResponseData byId = node.ask(
                new OffsetFetchHandler(node.broker()), 10, new OffsetFetchRequestData().setGroups(List.of(all)));
        assertThat(byId.groups().get(0).topics()).singleElement().satisfies(topic -> {
            assertThat(topic.topicId()).isEqualTo(GroupNode.ORDERS_ID);
        });
    }

    @Test
    void fetchesOfSeveralGroupsAtOnce() {
        commit(8, "orders", 42);
        OffsetFetchRequestData request = new OffsetFetchRequestData()
                .setGroups(List.of(
                        new OffsetFetchRequestGroup().setGroupId("group").setTopics(List.of(ordersByName())),
                        new OffsetFetchRequestGroup().setGroupId("nobody").setTopics(List.of(ordersByName()))));

        List<OffsetFetchResponseGroup> groups =
                node.ask(new OffsetFetchHandler(node.broker()), 8, request).groups();

        assertThat(groups).extracting(OffsetFetchResponseGroup::groupId).containsExactly("group", "nobody");
        assertThat(groups.get(0).topics().get(0).partitions().get(0).committedOffset())
                .isEqualTo(42);
        assertThat(groups.get(1).topics().get(0).partitions().get(0).committedOffset())
                .isEqualTo(-1);
    }

    @Test
    void forgetsOffsets() {
        commit(8, "orders", 42);

        OffsetDeleteResponseData response = delete("group", "orders", "nothing");

        assertThat(response.topics().find("orders").partitions().find(0).errorCode())
                .isZero();
        assertThat(response.topics().find("nothing").partitions().find(0).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(fetchOrders(9).topics().get(0).partitions().get(0).committedOffset())
                .isEqualTo(-1);
        assertThat(delete("nobody", "orders").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(delete("", "orders").errorCode()).isEqualTo(Errors.INVALID_GROUP_ID.code());
    }

    private OffsetCommitResponseData commit(int version, String topic, long offset) {
        OffsetCommitRequestTopic committing = committing(offset);
        return commit(
                version,
                List.of(version >= 10 ? committing.setTopicId(GroupNode.ORDERS_ID) : committing.setName(topic)));
    }

    private static OffsetCommitRequestTopic committing(long offset) {
        return new OffsetCommitRequestTopic()
                .setPartitions(List.of(new OffsetCommitRequestPartition()
                        .setPartitionIndex(0)
                        .setCommittedOffset(offset)
                        .setCommittedMetadata(null)));
    }

    private OffsetCommitResponseData commit(int version, List<OffsetCommitRequestTopic> topics) {
        return node.ask(
                new OffsetCommitHandler(node.broker()),
                version,
                new OffsetCommitRequestData().setGroupId("group").setTopics(topics));
    }

    private OffsetFetchResponseData fetchSingle(int version, String group, List<String> topics) {
        return node.ask(
                new OffsetFetchHandler(node.broker()),
                version,
                new OffsetFetchRequestData()
                        .setGroupId(group)
                        .setTopics(
                                topics == null
                                        ? null
                                        : topics.stream()
                                                .map(name -> new OffsetFetchRequestTopic()
                                                        .setName(name)
                                                        .setPartitionIndexes(List.of(0, 1)))
                                                .toList()));
    }

    private OffsetFetchResponseGroup fetchOrders(int version) {
        return fetch(version, ordersByName().setTopicId(version >= 10 ? GroupNode.ORDERS_ID : Uuid.ZERO_UUID));
    }

    private static OffsetFetchRequestTopics ordersByName() {
        return new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0));
    }

    private OffsetFetchResponseGroup fetch(int version, OffsetFetchRequestTopics topic) {
        OffsetFetchRequestGroup group =
                new OffsetFetchRequestGroup().setGroupId("group").setTopics(List.of(topic));
        return node.ask(
                        new OffsetFetchHandler(node.broker()),
                        version,
                        new OffsetFetchRequestData().setGroups(List.of(group)))
                .groups()
                .get(0);
    }

    private OffsetDeleteResponseData delete(String group, String... topics) {
        OffsetDeleteRequestData request = new OffsetDeleteRequestData().setGroupId(group);
        for (String topic : topics) {
            request.topics()
                    .add(new OffsetDeleteRequestTopic()
                            .setName(topic)
                            .setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(0))));
        }
        return node.ask(new OffsetDeleteHandler(node.broker()), 0, request);
    }
}
