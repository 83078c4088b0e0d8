package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do wrong with transactions, or what others do in their name: Kafka's codes, and nothing becomes visible. */
class BadTransactionsTest {
    @TempDir
    private Path folder;

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

    @Test
    void aBatchThatComesTwiceIsStoredOnceAndOneTooFarAheadIsRefused() {
        InitProducerIdResponseData producer = client.init(5);

        assertThat(client.produce(12, producer, 0)).isEqualTo(Errors.NONE);
        assertThat(client.produce(12, producer, 0)).isEqualTo(Errors.NONE);
        assertThat(client.produce(12, producer, 2)).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(client.produce(12, producer, 1)).isEqualTo(Errors.NONE);
        assertThat(client.endOffset()).isEqualTo(2);
    }

    @Test
    void aProducerThatNobodyStartedWritesAndEndsNothing() {
        client.init(5);
        InitProducerIdResponseData stranger =
                new InitProducerIdResponseData().setProducerId(123_456).setProducerEpoch((short) 0);

        assertThat(client.produce(12, stranger, 0)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(client.addPartitions(3, stranger)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(client.addOffsets(4, stranger)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(client.commitOffset(5, stranger)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(client.end(5, stranger).errorCode()).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING.code());
        assertThat(client.endOffset()).isZero();
    }

    @Test
    void anEpochFromTheFutureIsRefused() {
        InitProducerIdResponseData producer = client.init(5);
        producer.setProducerEpoch((short) (producer.producerEpoch() + 1));

        assertThat(client.produce(12, producer, 0)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(client.end(5, producer).errorCode()).isEqualTo(Errors.PRODUCER_FENCED.code());
    }

    @Test
    void aTransactionThatNeverBeganIsNotCommitted() {
        InitProducerIdResponseData producer = client.init(5);

        assertThat(client.end(5, producer).errorCode()).isEqualTo(Errors.INVALID_TXN_STATE.code());
        assertThat(client.describe().transactionState()).isEqualTo("Empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Integer.MAX_VALUE})
    void aTimeoutOutOfBoundsIsRefused(int timeoutMs) {
        assertThat(start(TransactionClient.ID, timeoutMs)).isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
    }

    @Test
    void namesThatCouldNotBeStoredAreRefused() {
        assertThat(start("", 1_000)).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(start("x".repeat(20_000), 1_000)).isEqualTo(Errors.INVALID_REQUEST);
    }

    private Errors start(String id, int timeoutMs) {
        return Errors.forCode(node.ask(
                        new InitProducerIdHandler(node.broker()),
                        5,
                        new InitProducerIdRequestData().setTransactionalId(id).setTransactionTimeoutMs(timeoutMs))
                .errorCode());
    }
}
