package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients leave behind and nobody uses any more is forgotten by itself, so that it cannot pile up. */
class ForgottenTest {
    private static final int MANY = 2_000;

    /** As short as everything may be. */
    private static final Map<String, String> BRIEF = Map.of(
            "group.consumer.min.session.timeout.ms", "500",
            "group.consumer.session.timeout.ms", "500",
            "offsets.retention.check.interval.ms", "100",
            "transactional.id.expiration.ms", "500",
            "transaction.remove.expired.transaction.cleanup.interval.ms", "100");

    @TempDir
    private Path folder;

    private GroupNode node;

    @BeforeEach
    void start() {
        node = new GroupNode(folder, BRIEF);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void groupsOfMembersThatCameOnceAndNeverSentAHeartbeat() {
        for (int i = 0; i < MANY; i++) {
            ConsumerGroupHeartbeatRequestData joining =
                    (ConsumerGroupHeartbeatRequestData) CoordinatorGoldenRequests.heartbeat("member");
            node.ask(new ConsumerGroupHeartbeatHandler(node.broker()), 1, joining.setGroupId("group-" + i));
        }

        await().until(() -> groups().isEmpty());
    }

    @Test
    void offsetsWhoseRetentionIsOverAndTheirGroup() {
        commit("brief", 1);
        commit("lasting", -1);

        await().untilAsserted(() ->
                assertThat(groups()).extracting(ListedGroup::groupId).containsExactly("lasting"));
    }

    @Test
    void transactionalIdsUnlessTheirTransactionIsOpen() {
        TransactionClient client = new TransactionClient(node);
        InitProducerIdResponseData producer = client.init(5);
        client.produce(12, producer, 0);
        client.initAs("another", 5);

        await().untilAsserted(() -> assertThat(transactions())
                .extracting(TransactionState::transactionalId)
                .containsExactly(TransactionClient.ID));
        client.end(5, producer);

        await().until(() -> transactions().isEmpty());
    }

    private List<ListedGroup> groups() {
        return node.ask(new ListGroupsHandler(node.broker()), 5, new ListGroupsRequestData())
                .groups();
    }

    private List<TransactionState> transactions() {
        return node.ask(new ListTransactionsHandler(node.broker()), 2, new ListTransactionsRequestData())
                .transactionStates();
    }

    /** Version 4 is the last in which a client tells how long to keep an offset. */
    private void commit(String group, long retentionMs) {
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId(group)
                .setRetentionTimeMs(retentionMs)
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("orders")
                        .setPartitions(List.of(new OffsetCommitRequestPartition().setCommittedOffset(3)))));
        assertThat(node.ask(new OffsetCommitHandler(node.broker()), 4, request)
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .errorCode())
                .isZero();
    }
}
