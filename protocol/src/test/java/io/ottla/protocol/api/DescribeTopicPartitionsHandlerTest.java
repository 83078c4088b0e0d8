package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribeTopicPartitionsHandlerTest {
    private final TestBroker node = TestBroker.start()
            .withTopic("b", new Uuid(1, 2), List.of(1), List.of(2), List.of(1))
            .withTopic("a", new Uuid(1, 1), List.of(1), List.of(2))
            .withTopic("c", new Uuid(1, 3), List.of(3, 1));

    @Test
    void describesAllTopicsSorted() {
        assertThat(pieces(ask(request()))).containsExactly("a-0", "a-1", "b-0", "b-1", "b-2", "c-0");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 1, 2, 3, 4, 5, 6, 100})
    void describesEveryPartitionOnceWhateverThePageHolds(int limit) {
        List<String> seen = new ArrayList<>();
        Cursor cursor = null;
        do {
            DescribeTopicPartitionsResponseData page =
                    ask(request().setResponsePartitionLimit(limit).setCursor(cursor));
            assertThat(pieces(page).size()).isBetween(1, Math.max(limit, 1));
            seen.addAll(pieces(page));
            cursor = page.nextCursor() == null
                    ? null
                    : new Cursor()
                            .setTopicName(page.nextCursor().topicName())
                            .setPartitionIndex(page.nextCursor().partitionIndex());
        } while (cursor != null);

        assertThat(seen).containsExactly("a-0", "a-1", "b-0", "b-1", "b-2", "c-0");
    }

    @Test
    void keepsToTheLimitOfTheBroker() {
        node.with("max.request.partition.size.limit", "2");

        assertThat(pieces(ask(request()))).containsExactly("a-0", "a-1");
    }

    @Test
    void goesOnBehindACursorWhoseTopicIsGone() {
        Cursor cursor = new Cursor().setTopicName("ab").setPartitionIndex(7);

        assertThat(pieces(ask(request("a", "ab", "b").setCursor(cursor)))).containsExactly("b-0", "b-1", "b-2");
    }

    @Test
    void refusesACursorAtATopicThatIsNotAskedFor() {
        Cursor cursor = new Cursor().setTopicName("ab").setPartitionIndex(0);

        assertThat(ask(request("a", "b").setCursor(cursor)).topics())
                .extracting(DescribeTopicPartitionsResponseTopic::errorCode)
                .containsOnly(Errors.INVALID_REQUEST.code());
    }

    @Test
    void refusesACursorBelowTheFirstPartition() {
        Cursor cursor = new Cursor().setTopicName("a").setPartitionIndex(-1);

        assertThat(ask(request("a").setCursor(cursor)).topics().find("a").errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void describesThePartsOfAPartition() {
        DescribeTopicPartitionsResponseTopic topic = ask(request("c")).topics().find("c");

        assertThat(topic.topicId()).isEqualTo(new Uuid(1, 3));
        assertThat(topic.topicAuthorizedOperations()).isPositive();
        DescribeTopicPartitionsResponsePartition partition = topic.partitions().get(0);
        assertThat(partition.leaderId()).isEqualTo(-1);
        assertThat(partition.errorCode()).isEqualTo(Errors.LEADER_NOT_AVAILABLE.code());
        assertThat(partition.replicaNodes()).containsExactly(3, 1);
        assertThat(partition.isrNodes()).containsExactly(3, 1);
        assertThat(partition.offlineReplicas()).containsExactly(3);
        assertThat(partition.eligibleLeaderReplicas()).isEmpty();
        assertThat(partition.lastKnownElr()).isEmpty();
    }

    @Test
    void namesWhyTopicsAreMissing() {
        node.denying(Operation.DESCRIBE, Resource.topic("a"));

        DescribeTopicPartitionsResponseData answer = ask(request("a", "nowhere", "no spaces"));

        assertThat(answer.topics().find("a").errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(answer.topics().find("a").topicId()).isEqualTo(Uuid.ZERO_UUID);
        assertThat(answer.topics().find("nowhere").errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(answer.topics().find("no spaces").errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void hidesTopicsFromCallersWhoMayNotDescribeThem() {
        node.denying(Operation.DESCRIBE, Resource.topic("a"));

        assertThat(ask(request()).topics())
                .extracting(DescribeTopicPartitionsResponseTopic::name)
                .containsExactly("b", "c");
    }

    private DescribeTopicPartitionsResponseData ask(DescribeTopicPartitionsRequestData request) {
        return node.ask(new DescribeTopicPartitionsHandler(node.broker()), 0, request);
    }

    private static DescribeTopicPartitionsRequestData request(String... topics) {
        return new DescribeTopicPartitionsRequestData()
                .setTopics(Arrays.stream(topics)
                        .map(name -> new TopicRequest().setName(name))
                        .toList());
    }

    private static List<String> pieces(DescribeTopicPartitionsResponseData answer) {
        List<String> pieces = new ArrayList<>();
        answer.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> pieces.add(topic.name() + "-" + partition.partitionIndex())));
        return pieces;
    }
}
