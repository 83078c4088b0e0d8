package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.protocol.fetch.FetchKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FetchHandlerTest {
    private static final int BY_NAME = 12;
    private static final int LONG_WAIT_MS = 600_000;

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

    static Stream<Integer> versions() {
        return IntStream.rangeClosed(4, 18).boxed();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void readsWhatWasWrittenInEveryVersion(int version) {
        node.write(0, 3);

        FetchResponseData response = client.ask(version, fetch(version, 0, 1));

        PartitionData partition = only(response);
        assertThat(partition.errorCode()).isZero();
        assertThat(partition.highWatermark()).isEqualTo(3);
        assertThat(partition.lastStableOffset()).isEqualTo(3);
        assertThat(offsets(partition)).containsExactly(1L, 2L);
        assertThat(response.responses().get(0).topicId()).isEqualTo(version >= 13 ? DataNode.TOPIC_ID : Uuid.ZERO_UUID);
    }

    @Test
    void returnsOneBatchHoweverSmallTheLimits() {
        node.write(0, 3);
        FetchRequestData request = fetch(BY_NAME, 0, 0).setMaxBytes(1);
        request.topics().get(0).partitions().get(0).setPartitionMaxBytes(1);

        assertThat(offsets(only(client.ask(BY_NAME, request)))).containsExactly(0L);
    }

    @Test
    void sharesTheLimitOfTheResponseAmongPartitions() {
        node.write(0, 3);
        node.write(1, 3);
        FetchRequestData request = fetch(BY_NAME, 0, 0).setMaxBytes(1);
        request.topics().get(0).partitions().add(partition(1, 0));

        FetchResponseData response = client.ask(BY_NAME, request);

        List<PartitionData> partitions = response.responses().get(0).partitions();
        assertThat(offsets(partitions.get(0))).containsExactly(0L);
        assertThat(offsets(partitions.get(1))).isEmpty();
        assertThat(partitions.get(1).highWatermark()).isEqualTo(3);
    }

    @Test
    void recordsThatAreNotInMemoryAreReadByADiskThreadBeforeTheyAreSent() {
        node.write(0, 3);
        stop();
        Queue<Runnable> disk = new ConcurrentLinkedQueue<>();
        node = new DataNode(folder, disk::add);
        client = node.connect();

        client.send(BY_NAME, fetch(BY_NAME, 0, 0));
        Awaitility.await().until(() -> disk.size() == 1);
        node.write(1, 1);
        disk.remove().run();

        assertThat(offsets(only(client.receive(ApiKeys.FETCH, BY_NAME)))).containsExactly(0L, 1L, 2L);
        assertThat(offsets(only(client.ask(BY_NAME, fetch(BY_NAME, 0, 0))))).containsExactly(0L, 1L, 2L);
        assertThat(disk).isEmpty();
    }

    @Test
    void waitsUntilThereIsSomething() {
        client.send(BY_NAME, fetch(BY_NAME, 0, 0).setMaxWaitMs(LONG_WAIT_MS).setMinBytes(1));

        node.write(0, 1);

        assertThat(offsets(only(client.receive(ApiKeys.FETCH, BY_NAME)))).containsExactly(0L);
    }

    @Test
    void waitsUntilThereIsEnough() {
        node.write(0, 1);
        int batchBytes =
                only(client.ask(BY_NAME, fetch(BY_NAME, 0, 0))).records().sizeInBytes();
        client.send(BY_NAME, fetch(BY_NAME, 0, 0).setMaxWaitMs(LONG_WAIT_MS).setMinBytes(4 * batchBytes));

        node.write(0, 3);

        assertThat(offsets(only(client.receive(ApiKeys.FETCH, BY_NAME)))).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void answersWithNothingWhenItsTimeIsUp() {
        FetchResponseData response =
                client.ask(BY_NAME, fetch(BY_NAME, 0, 0).setMaxWaitMs(30).setMinBytes(1));

        assertThat(only(response).errorCode()).isZero();
        assertThat(offsets(only(response))).isEmpty();
    }

    @Test
    void answersAtOnceWhenAPartitionCannotBeRead() {
        FetchRequestData request =
                fetch(BY_NAME, 0, 0).setMaxWaitMs(LONG_WAIT_MS).setMinBytes(1);
        request.topics().get(0).partitions().add(partition(2, 0));

        FetchResponseData response = client.ask(BY_NAME, request);

        assertThat(response.responses().get(0).partitions().get(1).errorCode())
                .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void refusesInEveryVersionWhatAnotherNodeLeads(int version) {
        assertThat(error(version, fetch(version, 2, 0))).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void namesTheLeaderToWhoeverComesToTheWrongNode() {
        FetchResponseData response = client.ask(16, fetch(16, 2, 0));

        assertThat(only(response).currentLeader().leaderId()).isEqualTo(2);
        assertThat(response.nodeEndpoints().find(2).port()).isEqualTo(9092);
    }

    @Test
    void refusesOffsetsOutsideTheLog() {
        node.write(0, 1);

        assertThat(error(BY_NAME, fetch(BY_NAME, 0, 2))).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(error(BY_NAME, fetch(BY_NAME, 0, -1))).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(error(BY_NAME, fetch(BY_NAME, 0, 1))).isEqualTo(Errors.NONE);
    }

    @Test
    void refusesALeaderEpochThatIsNotTheCurrentOne() {
        FetchRequestData newer = fetch(BY_NAME, 0, 0);
        newer.topics().get(0).partitions().get(0).setCurrentLeaderEpoch(5);

        assertThat(error(BY_NAME, newer)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
    }

    @Test
    void refusesUnknownTopics() {
        FetchRequestData byName = fetch(BY_NAME, 0, 0);
        byName.topics().get(0).setTopic("nowhere");
        FetchRequestData byId = fetch(13, 0, 0);
        byId.topics().get(0).setTopicId(Uuid.randomUuid());

        assertThat(error(BY_NAME, byName)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error(13, byId)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(error(BY_NAME, fetch(BY_NAME, 9, 0))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void refusesWhoMayNotRead() {
        node.deny(Operation.READ, Resource.topic(DataNode.TOPIC));

        assertThat(error(BY_NAME, fetch(BY_NAME, 0, 0))).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    @Test
    void leavesOutWhatASessionKnowsAlready() {
        node.write(0, 1);
        FetchRequestData full = fetch(BY_NAME, 0, 1).setSessionId(0).setSessionEpoch(0);
        full.topics().get(0).partitions().add(partition(1, 0));
        FetchResponseData opened = client.ask(BY_NAME, full);
        assertThat(opened.sessionId()).isPositive();
        FetchRequestData next = new FetchRequestData()
                .setMaxWaitMs(LONG_WAIT_MS)
                .setMinBytes(1)
                .setSessionId(opened.sessionId())
                .setSessionEpoch(1);
        client.send(BY_NAME, next);

        node.write(1, 1);

        FetchResponseData response = client.receive(ApiKeys.FETCH, BY_NAME);
        assertThat(only(response).partitionIndex()).isEqualTo(1);
        assertThat(offsets(only(response))).containsExactly(0L);
        assertThat(response.sessionId()).isEqualTo(opened.sessionId());
    }

    @Test
    void listsAbortedTransactionsOnlyForThoseWhoReadCommitted() {
        node.write(0, 1);

        assertThat(only(client.ask(BY_NAME, fetch(BY_NAME, 0, 0))).abortedTransactions())
                .isNull();
        assertThat(only(client.ask(BY_NAME, fetch(BY_NAME, 0, 0).setIsolationLevel((byte) 1)))
                        .abortedTransactions())
                .isEmpty();
    }

    @Test
    void countsWhatIsRead() {
        node.write(0, 1);
        client.ask(BY_NAME, fetch(BY_NAME, 0, 0));

        assertThat(node.metrics.traffic().total().bytesOut()).isPositive();
        Awaitility.await().until(() -> node.metrics.of(ApiKeys.FETCH).requests() == 1);
    }

    private static FetchRequestData fetch(int version, int partition, long offset) {
        FetchRequestData.FetchTopic topic = version >= FetchKey.FIRST_BY_ID
                ? new FetchRequestData.FetchTopic().setTopicId(DataNode.TOPIC_ID)
                : new FetchRequestData.FetchTopic().setTopic(DataNode.TOPIC);
        topic.partitions().add(partition(partition, offset));
        return new FetchRequestData()
                .setMaxWaitMs(0)
                .setMinBytes(1)
                .setSessionEpoch(-1)
                .setTopics(List.of(topic));
    }

    private static FetchRequestData.FetchPartition partition(int partition, long offset) {
        return new FetchRequestData.FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1_000_000);
    }

    private Errors error(int version, FetchRequestData request) {
        return Errors.forCode(only(client.ask(version, request)).errorCode());
    }

    private static PartitionData only(FetchResponseData response) {
        assertThat(response.errorCode()).isZero();
        assertThat(response.responses()).hasSize(1);
        assertThat(response.responses().get(0).partitions()).hasSize(1);
        return response.responses().get(0).partitions().get(0);
    }

    private static List<Long> offsets(PartitionData partition) {
        MemoryRecords records = (MemoryRecords) partition.records();
        return StreamSupport.stream(records.records().spliterator(), false)
                .map(Record::offset)
                .toList();
    }
}
