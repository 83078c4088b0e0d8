package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProduceHandlerTest {
    private static final int BY_NAME = DataNode.LAST_BY_NAME;

    @TempDir
    Path folder;

    private DataNode node;
    private WireClient client;

    @BeforeEach
    void start() {
        node = new DataNode(folder);
        client = node.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void appendsInEveryVersionByName(int version) {
        node.write(0, 3);

        PartitionProduceResponse response =
                produce(version, DataNode.produce(DataNode.TOPIC, 0, DataNode.batch("a", "b")));

        assertThat(response.errorCode()).isZero();
        assertThat(response.baseOffset()).isEqualTo(3);
        assertThat(response.logAppendTimeMs()).isEqualTo(-1);
    }

    @Test
    void appendsByTopicId() {
        ProduceRequestData request = byId(DataNode.TOPIC_ID);

        ProduceResponseData response = client.ask(13, request);

        assertThat(response.responses().iterator().next().topicId()).isEqualTo(DataNode.TOPIC_ID);
        assertThat(only(response).errorCode()).isZero();
    }

    @Test
    void refusesATopicIdThatNobodyHas() {
        assertThat(error(13, byId(Uuid.randomUuid()))).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void appendsForWhoDoesNotWantToWait(int timeoutMs) {
        ProduceRequestData request =
                DataNode.produce(DataNode.TOPIC, 1, DataNode.batch("a")).setTimeoutMs(timeoutMs);

        assertThat(produce(BY_NAME, request).errorCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, -1})
    void appendsWithEveryKindOfAcknowledgement(short acks) {
        ProduceRequestData request =
                DataNode.produce(DataNode.TOPIC, 1, DataNode.batch("a")).setAcks(acks);

        client.send(BY_NAME, request);
        if (acks != 0) {
            assertThat(only(client.receive(ApiKeys.PRODUCE, BY_NAME)).errorCode())
                    .isZero();
        }

        assertThat(produce(BY_NAME, DataNode.produce(DataNode.TOPIC, 1, DataNode.batch("b")))
                        .baseOffset())
                .isEqualTo(1);
    }

    @Test
    void closesTheConnectionWhenAWriteWithoutAcknowledgementFails() {
        client.send(BY_NAME, DataNode.produce("nowhere", 0, DataNode.batch("a")).setAcks((short) 0));

        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void refusesAnAcknowledgementThatDoesNotExist() {
        assertThat(error(
                        BY_NAME,
                        DataNode.produce(DataNode.TOPIC, 0, DataNode.batch("a")).setAcks((short) 2)))
                .isEqualTo(Errors.INVALID_REQUIRED_ACKS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void tellsThatTheOldestVersionsAreNotServed(int version) {
        byte[] name = "t".getBytes(StandardCharsets.UTF_8);
        ByteBuffer body =
                ByteBuffer.allocate(100).putShort((short) 1).putInt(1000).putInt(1);
        body.putShort((short) 1).put(name).putInt(1).putInt(0).putInt(3).put(new byte[3]);

        client.sendBody(ApiKeys.PRODUCE, version, body.flip());

        ByteBuffer response = client.receiveBytes(ApiKeys.PRODUCE, version);
        int errorAt = response.position() + Integer.BYTES + Short.BYTES + 1 + Integer.BYTES + Integer.BYTES;
        assertThat(response.getShort(errorAt)).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void refusesInEveryVersionWhatAnotherNodeLeads(int version) {
        assertThat(error(version, DataNode.produce(DataNode.TOPIC, 2, DataNode.batch("a"))))
                .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void namesTheLeaderToWhoeverComesToTheWrongNode() {
        ProduceResponseData response = client.ask(10, DataNode.produce(DataNode.TOPIC, 2, DataNode.batch("a")));

        assertThat(only(response).errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(only(response).currentLeader().leaderId()).isEqualTo(2);
        assertThat(response.nodeEndpoints().find(2).host()).isEqualTo("host2");
    }

    @Test
    void refusesUnknownTopicsAndPartitions() {
        assertThat(error(BY_NAME, DataNode.produce("nowhere", 0, DataNode.batch("a"))))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error(BY_NAME, DataNode.produce(DataNode.TOPIC, 7, DataNode.batch("a"))))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(node.metrics.traffic().byTopic()).doesNotContainKey("nowhere");
    }

    @Test
    void refusesWhoMayNotWrite() {
        node.deny(Operation.WRITE, Resource.topic(DataNode.TOPIC));

        assertThat(error(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, DataNode.batch("a"))))
                .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    @Test
    void refusesRecordsThatAreNone() {
        assertThat(error(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, null))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(error(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, MemoryRecords.EMPTY)))
                .isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void refusesABatchWithAWrongChecksum() {
        MemoryRecords broken = DataNode.batch("abc");
        int last = broken.buffer().limit() - 1;
        broken.buffer().put(last, (byte) ~broken.buffer().get(last));

        assertThat(error(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, broken))).isEqualTo(Errors.CORRUPT_MESSAGE);
    }

    @Test
    void refusesZstdInVersionsThatDoNotKnowIt() {
        MemoryRecords zstd = MemoryRecords.withRecords(
                Compression.zstd().build(), new SimpleRecord(System.currentTimeMillis(), new byte[10]));

        assertThat(error(6, DataNode.produce(DataNode.TOPIC, 0, zstd))).isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE);
        assertThat(error(7, DataNode.produce(DataNode.TOPIC, 0, zstd))).isEqualTo(Errors.NONE);
    }

    @Test
    void refusesTransactionalRecordsWithoutATransactionalId() {
        MemoryRecords transactional = MemoryRecords.withTransactionalRecords(
                Compression.NONE, 5L, (short) 0, 0, new SimpleRecord(System.currentTimeMillis(), new byte[1]));
        ProduceRequestData request = DataNode.produce(DataNode.TOPIC, 0, transactional);

        assertThat(error(BY_NAME, request)).isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    /** Clients take this code for a success whose offset is not known. */
    @Test
    void answersABatchThatIsStoredSinceLongAsADuplicate() {
        for (int sequence = 0; sequence < 6; sequence++) {
            assertThat(produce(BY_NAME, inSequence(sequence)).errorCode()).isZero();
        }

        PartitionProduceResponse again = produce(BY_NAME, inSequence(0));

        assertThat(Errors.forCode(again.errorCode())).isEqualTo(Errors.DUPLICATE_SEQUENCE_NUMBER);
        assertThat(again.baseOffset()).isEqualTo(-1);
        assertThat(again.logStartOffset()).isZero();
    }

    private static ProduceRequestData inSequence(int sequence) {
        return DataNode.produce(
                DataNode.TOPIC,
                0,
                MemoryRecords.withIdempotentRecords(
                        Compression.NONE, 9, (short) 0, sequence, new SimpleRecord(1L, new byte[] {1})));
    }

    @Test
    void countsWhatIsWritten() {
        produce(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, DataNode.batch("a", "b", "c")));
        produce(BY_NAME, DataNode.produce(DataNode.TOPIC, 0, MemoryRecords.EMPTY));

        assertThat(node.metrics.traffic().total().messagesIn()).isEqualTo(3);
        assertThat(node.metrics.traffic().byTopic().get(DataNode.TOPIC).bytesIn())
                .isPositive();
        assertThat(node.metrics.traffic().total().failedProduceRequests()).isEqualTo(1);
    }

    private static ProduceRequestData byId(Uuid id) {
        ProduceRequestData request = DataNode.produce("", 0, DataNode.batch("a"));
        request.topicData().iterator().next().setTopicId(id);
        return request;
    }

    private Errors error(int version, ProduceRequestData request) {
        return Errors.forCode(produce(version, request).errorCode());
    }

    private PartitionProduceResponse produce(int version, ProduceRequestData request) {
        return only(client.ask(version, request));
    }

    private static PartitionProduceResponse only(ProduceResponseData response) {
        return response.responses().iterator().next().partitionResponses().get(0);
    }
}
