package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ListOffsets, OffsetForLeaderEpoch and DeleteRecords: what is asked about the offsets of a log. */
class OffsetHandlersTest {
    private static final int LATEST_VERSION = 11;

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

    static Stream<Integer> listOffsetsVersions() {
        return IntStream.rangeClosed(1, LATEST_VERSION).boxed();
    }

    @ParameterizedTest
    @MethodSource("listOffsetsVersions")
    void findsTheFirstAndTheLastOffsetInEveryVersion(int version) {
        node.write(0, 3);

        ListOffsetsPartitionResponse first = list(version, ListOffsetsRequest.EARLIEST_TIMESTAMP);
        ListOffsetsPartitionResponse last = list(version, ListOffsetsRequest.LATEST_TIMESTAMP);

        assertThat(first.offset()).isZero();
        assertThat(last.offset()).isEqualTo(3);
        assertThat(last.timestamp()).isEqualTo(-1);
        assertThat(last.leaderEpoch()).isEqualTo(version >= 4 ? 0 : -1);
    }

    @Test
    void findsTheFirstRecordAtATime() {
        node.write(0, 3);

        ListOffsetsPartitionResponse found = list(LATEST_VERSION, 1);

        assertThat(found.offset()).isZero();
        assertThat(found.timestamp()).isPositive();
        assertThat(list(LATEST_VERSION, Long.MAX_VALUE).offset()).isEqualTo(-1);
        assertThat(list(LATEST_VERSION, Long.MAX_VALUE).errorCode()).isZero();
    }

    @Test
    void findsTheRecordWithTheLargestTimestamp() {
        node.write(0, 2);

        assertThat(list(7, ListOffsetsRequest.MAX_TIMESTAMP).offset()).isBetween(0L, 1L);
        assertThat(list(7, ListOffsetsRequest.MAX_TIMESTAMP).timestamp()).isPositive();
    }

    @Test
    void knowsEachSpecialTimestampOnlySinceItsVersion() {
        assertThat(list(6, ListOffsetsRequest.MAX_TIMESTAMP).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(list(7, ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP).errorCode())
                .isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(list(8, ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP).offset())
                .isZero();
        assertThat(list(9, ListOffsetsRequest.LATEST_TIERED_TIMESTAMP).offset()).isEqualTo(-1);
        assertThat(list(11, ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP)
                        .offset())
                .isEqualTo(-1);
        assertThat(list(LATEST_VERSION, -99).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
    }

    @Test
    void refusesAPartitionNamedTwice() {
        ListOffsetsRequestData request = listRequest("orders", 0, ListOffsetsRequest.LATEST_TIMESTAMP);
        request.topics().get(0).partitions().add(new ListOffsetsPartition().setTimestamp(-1));

        ListOffsetsResponseData response = client.ask(LATEST_VERSION, request);

        assertThat(response.topics().get(0).partitions())
                .allSatisfy(partition -> assertThat(partition.errorCode()).isEqualTo(Errors.INVALID_REQUEST.code()));
    }

    @Test
    void refusesWhatItDoesNotLeadOrKnow() {
        assertThat(listError(listRequest("orders", 2, -1))).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(listError(listRequest("orders", 8, -1))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(listError(listRequest("nowhere", 0, -1))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        node.deny(Operation.DESCRIBE, Resource.topic("orders"));
        assertThat(listError(listRequest("orders", 0, -1))).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    @Test
    void tellsWhereALeaderEpochEnds() {
        node.write(0, 2);

        for (int version = 2; version <= 4; version++) {
            assertThat(epochEnd(version, 0, 0).endOffset()).isEqualTo(2);
            assertThat(epochEnd(version, 0, 0).leaderEpoch()).isZero();
        }
        assertThat(epochEnd(4, 2, 0).errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(epochEnd(4, 0, 7).endOffset()).isEqualTo(-1);
    }

    @Test
    void movesTheStartOfALog() {
        node.write(0, 5);

        for (int version = 0; version <= 2; version++) {
            DeleteRecordsResponseData response = client.ask(version, deleteRecords(0, 2 + version));
            assertThat(only(response).errorCode()).isZero();
            assertThat(only(response).lowWatermark()).isEqualTo(2 + version);
        }
        assertThat(list(LATEST_VERSION, ListOffsetsRequest.EARLIEST_TIMESTAMP).offset())
                .isEqualTo(4);
    }

    @Test
    void refusesToDeleteRecordsThatAreNotThere() {
        node.write(0, 1);

        assertThat(deleteError(deleteRecords(0, 2))).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(deleteError(deleteRecords(2, 0))).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(deleteError(deleteRecords(9, 0))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        node.deny(Operation.DELETE, Resource.topic("orders"));
        assertThat(deleteError(deleteRecords(0, 0))).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    private ListOffsetsPartitionResponse list(int version, long timestamp) {
        ListOffsetsResponseData response = client.ask(version, listRequest("orders", 0, timestamp));
        return response.topics().get(0).partitions().get(0);
    }

    private Errors listError(ListOffsetsRequestData request) {
        ListOffsetsResponseData response = client.ask(LATEST_VERSION, request);
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    private static ListOffsetsRequestData listRequest(String topic, int partition, long timestamp) {
        ListOffsetsRequestData.ListOffsetsTopic named = new ListOffsetsRequestData.ListOffsetsTopic().setName(topic);
        named.partitions()
                .add(new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(timestamp));
        return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(named));
    }

    private OffsetForLeaderEpochResponseData.EpochEndOffset epochEnd(int version, int partition, int epoch) {
        OffsetForLeaderEpochRequestData.OffsetForLeaderTopic topic =
                new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic().setTopic("orders");
        topic.partitions()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                        .setPartition(partition)
                        .setLeaderEpoch(epoch));
        OffsetForLeaderEpochRequestData request = new OffsetForLeaderEpochRequestData().setReplicaId(-1);
        request.topics().add(topic);
        OffsetForLeaderEpochResponseData response = client.ask(version, request);
        return response.topics().iterator().next().partitions().get(0);
    }

    private static DeleteRecordsRequestData deleteRecords(int partition, long offset) {
        DeleteRecordsRequestData.DeleteRecordsTopic topic =
                new DeleteRecordsRequestData.DeleteRecordsTopic().setName("orders");
        topic.partitions()
                .add(new DeleteRecordsRequestData.DeleteRecordsPartition()
                        .setPartitionIndex(partition)
                        .setOffset(offset));
        return new DeleteRecordsRequestData().setTopics(List.of(topic));
    }

    private Errors deleteError(DeleteRecordsRequestData request) {
        return Errors.forCode(only(client.ask(2, request)).errorCode());
    }

    private static DeleteRecordsResponseData.DeleteRecordsPartitionResult only(DeleteRecordsResponseData response) {
        return response.topics().iterator().next().partitions().iterator().next();
    }
}
