package io.ottla.protocol.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchMetadata;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {
    private static final short BY_NAME = 12;
    private static final short BY_ID = 13;
    private static final long LONG_AGO = FetchSessions.SAFE_MS + 1;

    private final AtomicInteger ids = new AtomicInteger();
    private final FetchSessions sessions = new FetchSessions(2, ids::incrementAndGet);

    @Test
    void opensNoSessionForAFetchThatWantsNone() {
        FetchContext context = open(FetchMetadata.INVALID_SESSION_ID, FetchMetadata.FINAL_EPOCH, BY_NAME, 0, 1);

        assertThat(context.positions()).hasSize(1);
        assertThat(answer(context, 0).sessionId()).isZero();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void tellsEverythingOnceAndThenOnlyWhatChanged() {
        int id = newSession(0, 2, 0);

        FetchContext nothingNew = open(id, 1, BY_NAME, 0);
        assertThat(nothingNew.positions()).hasSize(2);
        assertThat(answer(nothingNew, 0).partitions()).isEmpty();

        FetchContext grown = open(id, 2, BY_NAME, 0);
        List<PartitionRead> reads = reads(grown.positions(), 0);
        reads.get(1).data().setHighWatermark(5);
        FetchContext.Answer answer = grown.answer(reads, 0);
        assertThat(answer.sessionId()).isEqualTo(id);
        assertThat(answer.partitions()).containsExactly(reads.get(1));
    }

    @Test
    void tellsOfAPartitionAgainAfterItsErrorIsGone() {
        int id = newSession(0, 1, 0);
        FetchContext failing = open(id, 1, BY_NAME, 0);
        List<PartitionRead> failed = reads(failing.positions(), 0);
        failed.get(0).data().setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(failing.answer(failed, 0).partitions()).hasSize(1);

        assertThat(answer(open(id, 2, BY_NAME, 0), 0).partitions()).hasSize(1);
        assertThat(answer(open(id, 3, BY_NAME, 0), 0).partitions()).isEmpty();
    }

    @Test
    void movesPartitionsThatHadRecordsToTheEnd() {
        int id = newSession(0, 3, 0);
        FetchContext context = open(id, 1, BY_NAME, 0);
        List<PartitionRead> reads = reads(context.positions(), 0);
        reads.get(0).data().setRecords(someRecords());
        context.answer(reads, 0);

        assertThat(partitions(open(id, 2, BY_NAME, 0))).containsExactly(1, 2, 0);
    }

    @Test
    void addsChangesAndForgetsPartitions() {
        int id = newSession(0, 2, 0);
        FetchRequestData request = request(id, 1, 5);
        request.topics().get(0).partitions().get(0).setFetchOffset(99);
        request.forgottenTopicsData()
                .add(new FetchRequestData.ForgottenTopic().setTopic("t").setPartitions(List.of(0)));

        FetchContext context = sessions.open(request, BY_NAME, false, 0);

        assertThat(partitions(context)).containsExactly(1, 5);
        assertThat(context.positions().get(1).offset()).isEqualTo(99);
    }

    @Test
    void endsASessionWithoutPartitions() {
        int id = newSession(0, 1, 0);
        FetchRequestData request = request(id, 1);
        request.forgottenTopicsData()
                .add(new FetchRequestData.ForgottenTopic().setTopic("t").setPartitions(List.of(0)));

        FetchContext context = sessions.open(request, BY_NAME, false, 0);

        assertThat(context.positions()).isEmpty();
        assertThat(answer(context, 0).sessionId()).isZero();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void refusesAnUnknownSessionAndAWrongEpochAndAnotherWayOfNaming() {
        int id = newSession(0, 1, 0);

        assertThat(error(open(id + 1, 1, BY_NAME, 0))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(open(id, 2, BY_NAME, 0))).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
        assertThat(error(open(id, 1, BY_ID, 0))).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
    }

    @Test
    void refusesToAnswerARequestThatAnotherOneHasOvertaken() {
        int id = newSession(0, 1, 0);
        FetchContext first = open(id, 1, BY_NAME, 0);
        open(id, 2, BY_NAME, 0);

        assertThat(answer(first, 0).error()).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void closesTheOldSessionWhenItsClientStartsAnew() {
        int id = newSession(0, 1, 0);

        open(id, FetchMetadata.INITIAL_EPOCH, BY_NAME, 0, 1);

        assertThat(error(open(id, 1, BY_NAME, 0))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void givesNoSessionWhileEverySlotIsSafe() {
        newSession(0, 1, 0);
        newSession(0, 1, 0);

        assertThat(newSession(0, 10, 0)).isZero();
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void givesTheSlotOfASessionUnusedForLong() {
        int unused = newSession(0, 5, 0);
        int used = newSession(0, 5, 0);
        open(used, 1, BY_NAME, LONG_AGO - 1);

        assertThat(newSession(LONG_AGO, 1, 0)).isPositive();
        assertThat(error(open(unused, 1, BY_NAME, LONG_AGO))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(open(used, 2, BY_NAME, LONG_AGO))).isEqualTo(Errors.NONE);
    }

    @Test
    void givesTheSlotOfASmallerSessionOnceThatHasHadItsTime() {
        int small = newSession(0, 2, 0);
        int large = newSession(0, 9, 0);
        open(small, 1, BY_NAME, LONG_AGO);
        open(large, 1, BY_NAME, LONG_AGO);

        assertThat(newSession(LONG_AGO, 1, 0)).isZero();
        assertThat(newSession(LONG_AGO, 5, 0)).isPositive();
        assertThat(error(open(small, 2, BY_NAME, LONG_AGO))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(open(large, 2, BY_NAME, LONG_AGO))).isEqualTo(Errors.NONE);
    }

    @Test
    void givesFollowersTheSlotsOfConsumersButNotTheOtherWayRound() {
        newSession(0, 5, 0);
        newSession(0, 5, 0);

        FetchContext follower = sessions.open(request(0, FetchMetadata.INITIAL_EPOCH, 1), BY_NAME, true, 0);
        assertThat(answer(follower, 0).sessionId()).isPositive();
        FetchContext second = sessions.open(request(0, FetchMetadata.INITIAL_EPOCH, 1), BY_NAME, true, 0);
        assertThat(answer(second, 0).sessionId()).isPositive();

        assertThat(newSession(1, 9, 0)).isZero();
    }

    private int newSession(long nowMs, int partitions, long highWatermark) {
        int[] all = IntStream.range(0, partitions).toArray();
        FetchContext context = open(FetchMetadata.INVALID_SESSION_ID, FetchMetadata.INITIAL_EPOCH, BY_NAME, nowMs, all);
        FetchContext.Answer answer = context.answer(reads(context.positions(), highWatermark), nowMs);
        assertThat(answer.partitions()).hasSize(partitions);
        return answer.sessionId();
    }

    private FetchContext open(int sessionId, int epoch, short version, long nowMs, int... partitions) {
        return sessions.open(request(sessionId, epoch, partitions), version, false, nowMs);
    }

    private static FetchRequestData request(int sessionId, int epoch, int... partitions) {
        FetchRequestData request =
                new FetchRequestData().setSessionId(sessionId).setSessionEpoch(epoch);
        if (partitions.length > 0) {
            FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic().setTopic("t");
            for (int partition : partitions) {
                topic.partitions().add(new FetchRequestData.FetchPartition().setPartition(partition));
            }
            request.topics().add(topic);
        }
        return request;
    }

    private static FetchContext.Answer answer(FetchContext context, long highWatermark) {
        return context.answer(reads(context.positions(), highWatermark), 0);
    }

    private static Errors error(FetchContext context) {
        return answer(context, 0).error();
    }

    private static List<Integer> partitions(FetchContext context) {
        return context.positions().stream()
                .map(position -> position.key().partition())
                .toList();
    }

    private static List<PartitionRead> reads(List<FetchPosition> positions, long highWatermark) {
        List<PartitionRead> reads = new ArrayList<>();
        for (FetchPosition position : positions) {
            FetchResponseData.PartitionData data = new FetchResponseData.PartitionData()
                    .setPartitionIndex(position.key().partition())
                    .setHighWatermark(highWatermark)
                    .setLogStartOffset(0)
                    .setRecords(MemoryRecords.EMPTY);
            reads.add(new PartitionRead(position.key(), "t", data, Optional.empty()));
        }
        return reads;
    }

    private static MemoryRecords someRecords() {
        return MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord("x".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
