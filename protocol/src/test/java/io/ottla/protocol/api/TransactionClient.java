package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** The requests of one transactional producer, and the questions about it, as a node's handlers take them. */
final class TransactionClient {
    static final String ID = "payments";
    static final String GROUP = "group";

    private final GroupNode node;

    TransactionClient(GroupNode node) {
        this.node = node;
    }

    InitProducerIdResponseData init(int version) {
        return initAs(ID, version);
    }

    InitProducerIdResponseData initAs(String id, int version) {
        InitProducerIdResponseData response = node.ask(
                new InitProducerIdHandler(node.broker()),
                version,
                new InitProducerIdRequestData().setTransactionalId(id).setTransactionTimeoutMs(10_000));
        assertThat(response.errorCode()).isZero();
        return response;
    }

    Errors produce(int version, InitProducerIdResponseData producer, int sequence) {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE,
                producer.producerId(),
                producer.producerEpoch(),
                sequence,
                new SimpleRecord(System.currentTimeMillis(), new byte[1]));
        ProduceRequestData request =
                DataNode.produce("orders", 0, records).setAcks((short) 1).setTransactionalId(ID);
        ProduceResponseData response = ask(version, request);
        return Errors.forCode(response.responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .errorCode());
    }

    private ProduceResponseData ask(int version, ProduceRequestData request) {
        return node.ask(new ProduceHandler(node.broker(), new TrafficMetrics()), version, request);
    }

    Errors addPartitions(int version, InitProducerIdResponseData producer) {
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData()
                .setV3AndBelowTransactionalId(ID)
                .setV3AndBelowProducerId(producer.producerId())
                .setV3AndBelowProducerEpoch(producer.producerEpoch())
                .setV3AndBelowTopics(orders());
        AddPartitionsToTxnResponseData response =
                node.ask(new AddPartitionsToTxnHandler(node.broker()), version, request);
        return Errors.forCode(response.resultsByTopicV3AndBelow()
                .iterator()
                .next()
                .resultsByPartition()
                .iterator()
                .next()
                .partitionErrorCode());
    }

    Errors batch(int version, InitProducerIdResponseData producer, boolean verifyOnly) {
        AddPartitionsToTxnResponseData response =
                node.ask(new AddPartitionsToTxnHandler(node.broker()), version, batchRequest(producer, verifyOnly));
        return Errors.forCode(response.resultsByTransaction()
                .find(ID)
                .topicResults()
                .iterator()
                .next()
                .resultsByPartition()
                .iterator()
                .next()
                .partitionErrorCode());
    }

    static AddPartitionsToTxnRequestData batchRequest(InitProducerIdResponseData producer, boolean verifyOnly) {
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
        request.transactions()
                .add(new AddPartitionsToTxnTransaction()
                        .setTransactionalId(ID)
                        .setProducerId(producer.producerId())
                        .setProducerEpoch(producer.producerEpoch())
                        .setVerifyOnly(verifyOnly)
                        .setTopics(orders()));
        return request;
    }

    private static AddPartitionsToTxnTopicCollection orders() {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName("orders").setPartitions(List.of(0)));
        return topics;
    }

    Errors addOffsets(int version, InitProducerIdResponseData producer) {
        AddOffsetsToTxnRequestData request = new AddOffsetsToTxnRequestData()
                .setTransactionalId(ID)
                .setGroupId(GROUP)
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.producerEpoch());
        return Errors.forCode(node.ask(new AddOffsetsToTxnHandler(node.broker()), version, request)
                .errorCode());
    }

    Errors commitOffset(int version, InitProducerIdResponseData producer) {
        TxnOffsetCommitRequestData request = new TxnOffsetCommitRequestData()
                .setTransactionalId(ID)
                .setGroupId(GROUP)
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.producerEpoch())
                .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                        .setName("orders")
                        .setTopicId(GroupNode.ORDERS_ID)
                        .setPartitions(List.of(new TxnOffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(7)
                                .setCommittedMetadata("")))));
        TxnOffsetCommitResponseData response = node.ask(new TxnOffsetCommitHandler(node.broker()), version, request);
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    OffsetFetchResponsePartitions fetchOffset(boolean stable) {
        OffsetFetchRequestData request = new OffsetFetchRequestData()
                .setRequireStable(stable)
                .setGroups(List.of(new OffsetFetchRequestGroup()
                        .setGroupId(GROUP)
                        .setTopics(List.of(
                                new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0))))));
        OffsetFetchResponseData response = node.ask(new OffsetFetchHandler(node.broker()), 9, request);
        return response.groups().get(0).topics().get(0).partitions().get(0);
    }

    EndTxnResponseData end(int version, InitProducerIdResponseData producer) {
        return node.ask(
                new EndTxnHandler(node.broker()),
                version,
                new EndTxnRequestData()
                        .setTransactionalId(ID)
                        .setProducerId(producer.producerId())
                        .setProducerEpoch(producer.producerEpoch())
                        .setCommitted(true));
    }

    TransactionState describe() {
        return node.ask(
                        new DescribeTransactionsHandler(node.broker()),
                        0,
                        new DescribeTransactionsRequestData().setTransactionalIds(List.of(ID)))
                .transactionStates()
                .get(0);
    }

    ListTransactionsResponseData list(ListTransactionsRequestData request) {
        return node.ask(new ListTransactionsHandler(node.broker()), 2, request);
    }

    void awaitState(String state) {
        await().untilAsserted(() -> assertThat(describe().transactionState()).isEqualTo(state));
    }

    /** How far the partition's log goes. */
    long endOffset() {
        PartitionHandle orders = node.broker().partitions().find(new TopicPartition("orders", 0));
        return Objects.requireNonNull(orders, "orders-0").view().log().logEndOffset();
    }
}
