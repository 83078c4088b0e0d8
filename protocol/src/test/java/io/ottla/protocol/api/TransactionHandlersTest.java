package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions as requests of every version, against real coordinators and partitions. */
class TransactionHandlersTest {
    @TempDir
    Path folder;

    private GroupNode node;
    private TransactionClient client;

    @BeforeEach
    void start() {
        node = new GroupNode(folder);
        client = new TransactionClient(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anOldProducerAddsItsPartitionsThenWritesThenCommits(int version) {
        InitProducerIdResponseData producer = client.init(version);
        assertThat(client.produce(9, producer, 0)).isEqualTo(Errors.INVALID_TXN_STATE);

        assertThat(client.addPartitions(version, producer)).isEqualTo(Errors.NONE);
        assertThat(client.produce(9, producer, 0)).isEqualTo(Errors.NONE);
        assertThat(client.describe().transactionState()).isEqualTo("Ongoing");
        assertThat(client.end(version, producer).errorCode()).isZero();

        client.awaitState("CompleteCommit");
        assertThat(client.addPartitions(version, producer)).isEqualTo(Errors.NONE);
        assertThat(client.produce(9, producer, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void aNewProducerJustWritesAndHasANewEpochAfterEveryCommit() {
        InitProducerIdResponseData producer = client.init(5);
        for (int i = 0; i < 3; i++) {
            assertThat(client.produce(12, producer, 0)).isEqualTo(Errors.NONE);
            EndTxnResponseData ended = client.end(5, producer);
            assertThat(ended.errorCode()).isZero();
            assertThat(ended.producerId()).isEqualTo(producer.producerId());
            assertThat(ended.producerEpoch()).isEqualTo((short) (producer.producerEpoch() + 1));
            client.awaitState("CompleteCommit");
            assertThat(client.produce(12, producer, 1)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
            producer.setProducerEpoch(ended.producerEpoch());
        }
    }

    @Test
    void tellsOldVersionsOfFencingInTheirWords() {
        InitProducerIdResponseData zombie = client.init(5);
        client.init(5);

        assertThat(client.end(1, zombie).errorCode()).isEqualTo(Errors.INVALID_PRODUCER_EPOCH.code());
        assertThat(client.end(2, zombie).errorCode()).isEqualTo(Errors.PRODUCER_FENCED.code());
        assertThat(client.addPartitions(1, zombie)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(client.addPartitions(3, zombie)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(client.addOffsets(1, zombie)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(client.addOffsets(4, zombie)).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @ParameterizedTest
    @MethodSource("offsetCommitVersions")
    void offsetsOfATransactionCountOnceItCommits(int version) {
        InitProducerIdResponseData producer = client.init(5);
        if (version < 5) {
            assertThat(client.commitOffset(version, producer)).isNotEqualTo(Errors.NONE);
            assertThat(client.addOffsets(4, producer)).isEqualTo(Errors.NONE);
        }

        assertThat(client.commitOffset(version, producer)).isEqualTo(Errors.NONE);
        assertThat(client.fetchOffset(true).errorCode()).isEqualTo(Errors.UNSTABLE_OFFSET_COMMIT.code());
        assertThat(client.fetchOffset(false).committedOffset()).isEqualTo(-1);
        client.end(version < 5 ? 4 : 5, producer);

        await().untilAsserted(() ->
                assertThat(client.fetchOffset(true).committedOffset()).isEqualTo(7));
    }

    static IntStream offsetCommitVersions() {
        return IntStream.rangeClosed(0, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void brokersVerifyPartitionsOfManyTransactions(int version) {
        InitProducerIdResponseData producer = client.init(5);
        Errors absent = version == 4 ? Errors.INVALID_TXN_STATE : Errors.TRANSACTION_ABORTABLE;

        assertThat(client.batch(version, producer, true)).isEqualTo(absent);
        assertThat(client.batch(version, producer, false)).isEqualTo(Errors.NONE);
        assertThat(client.batch(version, producer, true)).isEqualTo(Errors.NONE);

        node.deny(Operation.CLUSTER_ACTION, Resource.CLUSTER);
        AddPartitionsToTxnResponseData refused = node.ask(
                new AddPartitionsToTxnHandler(node.broker()), version, TransactionClient.batchRequest(producer, true));
        assertThat(refused.errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anOperatorEndsAHangingTransaction(int version) {
        InitProducerIdResponseData producer = client.init(5);
        client.produce(12, producer, 0);
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
        InitProducerIdResponseData producer = client.init(5);
        client.produce(12, producer, 0);

        assertThat(client.list(new ListTransactionsRequestData()).transactionStates())
                .hasSize(1);
        assertThat(client.list(new ListTransactionsRequestData().setStateFilters(List.of("Ongoing", "Odd"))))
                .satisfies(found -> {
                    assertThat(found.transactionStates()).hasSize(1);
                    assertThat(found.unknownStateFilters()).containsExactly("Odd");
                });
        assertThat(client.list(new ListTransactionsRequestData().setProducerIdFilters(List.of(1L)))
                        .transactionStates())
                .isEmpty();
        assertThat(client.list(new ListTransactionsRequestData().setTransactionalIdPattern("pay.*"))
                        .transactionStates())
                .hasSize(1);
        assertThat(client.list(new ListTransactionsRequestData().setTransactionalIdPattern("("))
                        .errorCode())
                .isEqualTo(Errors.INVALID_REGULAR_EXPRESSION.code());
        node.deny(Operation.DESCRIBE, Resource.transactionalId(TransactionClient.ID));
        assertThat(client.list(new ListTransactionsRequestData()).transactionStates())
                .isEmpty();
        assertThat(client.describe().errorCode()).isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
    }

    @Test
    void refusesWhoMayNotUseTheTransactionalId() {
        InitProducerIdResponseData producer = client.init(5);
        node.deny(Operation.WRITE, Resource.transactionalId(TransactionClient.ID));

        Errors refusal = Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        assertThat(client.produce(12, producer, 0)).isEqualTo(refusal);
        assertThat(client.addPartitions(3, producer)).isEqualTo(refusal);
        assertThat(client.addOffsets(3, producer)).isEqualTo(refusal);
        assertThat(client.commitOffset(3, producer)).isEqualTo(refusal);
        assertThat(client.end(3, producer).errorCode()).isEqualTo(refusal.code());
    }
}
