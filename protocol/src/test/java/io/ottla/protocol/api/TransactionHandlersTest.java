package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions as requests of every version, against real coordinators and partitions. */
class TransactionHandlersTest {
    private static final String ID = "payments";
    private static final String GROUP = "group";

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
    @ValueSource(ints = {0, 1, 2, 3})
    void anOldProducerAddsItsPartitionsThenWritesThenCommits(int version) {
        InitProducerIdResponseData producer = init(version);
        assertThat(produce(9, producer, 0)).isEqualTo(Errors.INVALID_TXN_STATE);

        assertThat(addPartitions(version, producer)).isEqualTo(Errors.NONE);
        assertThat(produce(9, producer, 0)).isEqualTo(Errors.NONE);
        assertThat(describe().transactionState()).isEqualTo("Ongoing");
        assertThat(end(version, producer).errorCode()).isZero();

        awaitState("CompleteCommit");
        assertThat(addPartitions(version, producer)).isEqualTo(Errors.NONE);
        assertThat(produce(9, producer, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void aNewProducerJustWritesAndHasANewEpochAfterEveryCommit() {
        InitProducerIdResponseData producer = init(5);
        for (int i = 0; i < 3; i++) {
            assertThat(produce(12, producer, 0)).isEqualTo(Errors.NONE);
            EndTxnResponseData ended = end(5, producer);
            assertThat(ended.errorCode()).isZero();
            assertThat(ended.producerId()).isEqualTo(producer.producerId());
            assertThat(ended.producerEpoch()).isEqualTo((short) (producer.producerEpoch() + 1));
            awaitState("CompleteCommit");
            assertThat(produce(12, producer, 1)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
            producer.setProducerEpoch(ended.producerEpoch());
        }
    }

    @Test
    void tellsOldVersionsOfFencingInTheirWords() {
        InitProducerIdResponseData zombie = init(5);
        init(5);

        assertThat(end(1, zombie).errorCode()).isEqualTo(Errors.INVALID_PRODUCER_EPOCH.code());
        assertThat(end(2, zombie).errorCode()).isEqualTo(Errors.PRODUCER_FENCED.code());
        assertThat(addPartitions(1, zombie)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(addPartitions(3, zombie)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(addOffsets(1, zombie)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(addOffsets(4, zombie)).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @ParameterizedTest
    @MethodSource("offsetCommitVersions")
    void offsetsOfATransactionCountOnceItCommits(int version) {
        InitProducerIdResponseData producer = init(5);
        if (version < 5) {
            assertThat(commitOffset(version, producer)).isNotEqualTo(Errors.NONE);
            assertThat(addOffsets(4, producer)).isEqualTo(Errors.NONE);
        }

        assertThat(commitOffset(version, producer)).isEqualTo(Errors.NONE);
        assertThat(fetchOffset(true).errorCode()).isEqualTo(Errors.UNSTABLE_OFFSET_COMMIT.code());
        assertThat(fetchOffset(false).committedOffset()).isEqualTo(-1);
        end(version < 5 ? 4 : 5, producer);

        await().untilAsserted(
                        () -> assertThat(fetchOffset(true).committedOffset()).isEqualTo(7));
    }

    static IntStream offsetCommitVersions() {
        return IntStream.rangeClosed(0, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void brokersVerifyPartitionsOfManyTransactions(int version) {
        InitProducerIdResponseData producer = init(5);
        Errors absent = version == 4 ? Errors.INVALID_TXN_STATE : Errors.TRANSACTION_ABORTABLE;

        assertThat(batch(version, producer, true)).isEqualTo(absent);
        assertThat(batch(version, producer, false)).isEqualTo(Errors.NONE);
        assertThat(batch(version, producer, true)).isEqualTo(Errors.NONE);

        node.deny(Operation.CLUSTER_ACTION, Resource.CLUSTER);
        AddPartitionsToTxnResponseData refused =
                node.ask(new AddPartitionsToTxnHandler(node.broker()), version, batchRequest(producer, true));
        assertThat(refused.errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anOperatorEndsAHangingTransaction(int version) {
        InitProducerIdResponseData producer = init(5);
        produce(12, producer, 0);
        WriteTxnMarkersRequestData request = new WriteTxnMarkersRequestData()
                .setMarkers(List.of(new WritableTxnMarker()
                        .setProducerId(producer.producerId())
                        .setProducerEpoch(producer.producerEpoch())
                        .setTransactionResult(false)
                        .setTopics(List.of(
                                new WritableTxnMarkerTopic().setName("orders").setPartitionIndexes(List.of(0, 7))))));

        WriteTxnMarkersResponseData response = node.ask(new WriteTxnMarkersHandler(node.broker()), version, request);

        assertThat(response.markers().get(0).topics().get(0).partitions())
                .extracting(partition -> Errors.forCode(partition.errorCode()))
                .containsExactly(Errors.NONE, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void listsWhatMatches() {
        InitProducerIdResponseData producer = init(5);
        produce(12, producer, 0);

        assertThat(list(new ListTransactionsRequestData()).transactionStates()).hasSize(1);
        assertThat(list(new ListTransactionsRequestData().setStateFilters(List.of("Ongoing", "Odd"))))
                .satisfies(found -> {
                    assertThat(found.transactionStates()).hasSize(1);
                    assertThat(found.unknownStateFilters()).containsExactly("Odd");
                });
        assertThat(list(new ListTransactionsRequestData().setProducerIdFilters(List.of(1L)))
                        .transactionStates())
                .isEmpty();
        assertThat(list(new ListTransactionsRequestData().setTransactionalIdPattern("pay.*"))
                        .transactionStates())
                .hasSize(1);
        assertThat(list(new ListTransactionsRequestData().setTransactionalIdPattern("("))
                        .errorCode())
                .isEqualTo(Errors.INVALID_REGULAR_EXPRESSION.code());
        node.deny(Operation.DESCRIBE, Resource.transactionalId(ID));
        assertThat(list(new ListTransactionsRequestData()).transactionStates()).isEmpty();
        assertThat(describe().errorCode()).isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
    }

    @Test
    void refusesWhoMayNotUseTheTransactionalId() {
        InitProducerIdResponseData producer = init(5);
        node.deny(Operation.WRITE, Resource.transactionalId(ID));

        Errors refusal = Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        assertThat(produce(12, producer, 0)).isEqualTo(refusal);
        assertThat(addPartitions(3, producer)).isEqualTo(refusal);
        assertThat(addOffsets(3, producer)).isEqualTo(refusal);
        assertThat(commitOffset(3, producer)).isEqualTo(refusal);
        assertThat(end(3, producer).errorCode()).isEqualTo(refusal.code());
    }

    private InitProducerIdResponseData init(int version) {
        InitProducerIdResponseData response = node.ask(
                new InitProducerIdHandler(node.broker()),
                version,
                new InitProducerIdRequestData().setTransactionalId(ID).setTransactionTimeoutMs(10_000));
        assertThat(response.errorCode()).isZero();
        return response;
    }

    private Errors produce(int version, InitProducerIdResponseData producer, int sequence) {
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

    private Errors addPartitions(int version, InitProducerIdResponseData producer) {
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

    private Errors batch(int version, InitProducerIdResponseData producer, boolean verifyOnly) {
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

    private static AddPartitionsToTxnRequestData batchRequest(InitProducerIdResponseData producer, boolean verifyOnly) {
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

    private Errors addOffsets(int version, InitProducerIdResponseData producer) {
        AddOffsetsToTxnRequestData request = new AddOffsetsToTxnRequestData()
                .setTransactionalId(ID)
                .setGroupId(GROUP)
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.producerEpoch());
        return Errors.forCode(node.ask(new AddOffsetsToTxnHandler(node.broker()), version, request)
                .errorCode());
    }

    private Errors commitOffset(int version, InitProducerIdResponseData producer) {
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

    private OffsetFetchResponsePartitions fetchOffset(boolean stable) {
        OffsetFetchRequestData request = new OffsetFetchRequestData()
                .setRequireStable(stable)
                .setGroups(List.of(new OffsetFetchRequestGroup()
                        .setGroupId(GROUP)
                        .setTopics(List.of(
                                new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0))))));
        OffsetFetchResponseData response = node.ask(new OffsetFetchHandler(node.broker()), 9, request);
        return response.groups().get(0).topics().get(0).partitions().get(0);
    }

    private EndTxnResponseData end(int version, InitProducerIdResponseData producer) {
        return node.ask(
                new EndTxnHandler(node.broker()),
                version,
                new EndTxnRequestData()
                        .setTransactionalId(ID)
                        .setProducerId(producer.producerId())
                        .setProducerEpoch(producer.producerEpoch())
                        .setCommitted(true));
    }

    private TransactionState describe() {
        return node.ask(
                        new DescribeTransactionsHandler(node.broker()),
                        0,
                        new DescribeTransactionsRequestData().setTransactionalIds(List.of(ID)))
                .transactionStates()
                .get(0);
    }

    private ListTransactionsResponseData list(ListTransactionsRequestData request) {
        return node.ask(new ListTransactionsHandler(node.broker()), 2, request);
    }

    private void awaitState(String state) {
        await().untilAsserted(() -> assertThat(describe().transactionState()).isEqualTo(state));
    }
}
