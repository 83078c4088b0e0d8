package io.ottla.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.partition.FetchFrom;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.protocol.fetch.Follower;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class FetchPlanTest {
    private static final Uuid TOPIC = new Uuid(5, 5);
    private static final int SESSION = 99;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final FetchPlan plan = new FetchPlan(Brake.NONE);
    private final FrameBuffers buffers = new FrameBuffers();
    private final Follows zero = new Follows(0);
    private final Follows one = new Follows(1);

    /** A follower, and what its actor was told. */
    private static final class Follows {
        private final TestInbox<Partition.Command> told = TestInbox.create();
        private final FollowedPartition place;

        Follows(int partition) {
            PartitionHandle handle =
                    new PartitionHandle(new TopicIdPartition(TOPIC, new TopicPartition("orders", partition)));
            handle.bind(told.getRef());
            place = new FollowedPartition(stream -> {}, handle, 4);
        }
    }

    @Test
    void namesOnlyWhatHasChangedSinceTheLastRequest() {
        plan.startSession();
        fetch(zero, 10);
        fetch(one, 20);
        assertThat(offsets(next())).containsExactlyInAnyOrder(10L, 20L);
        answer(0, empty(0));

        fetch(one, 21);
        FetchRequestData second = next();

        assertThat(second.sessionId()).isEqualTo(SESSION);
        assertThat(second.sessionEpoch()).isEqualTo(1);
        assertThat(offsets(second)).containsExactly(21L);
        assertThat(plan.hasNews()).isFalse();
    }

    @Test
    void handsRecordsToTheFollowerAndWaitsForItToSayWhereToGoOn() {
        plan.startSession();
        fetch(zero, 10);
        next();

        answer(0, records(0));

        assertThat(plan.isAppending()).isTrue();
        assertThat(zero.told.receiveMessage()).isInstanceOf(Partition.FromLeader.class);
        fetch(zero, 11);
        assertThat(plan.isAppending()).isFalse();
        assertThat(offsets(next())).containsExactly(11L);
    }

    @Test
    void dropsAnAnswerThatIsAboutAnEarlierOffset() {
        plan.startSession();
        fetch(zero, 10);
        next();
        answer(0, empty(1));
        fetch(zero, 5);
        next();

        answer(0, records(0));

        assertThat(zero.told.hasMessages()).isFalse();
    }

    @Test
    void tellsAFollowerTheWatermarkWithoutWaitingForIt() {
        plan.startSession();
        fetch(zero, 10);
        next();

        answer(0, empty(0).setHighWatermark(7));

        assertThat(((Partition.FromLeader) zero.told.receiveMessage()).highWatermark())
                .isEqualTo(7);
        assertThat(plan.isAppending()).isFalse();
    }

    @Test
    void asksAgainAfterAPauseWhenTheLeaderRefuses() {
        plan.startSession();
        fetch(zero, 10);
        next();

        answer(0, empty(0).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code()));

        assertThat(zero.told.hasMessages()).isFalse();
        assertThat(plan.hasNews()).isFalse();
        long due = plan.nextRetryMs();
        plan.retry(due - 1);
        assertThat(plan.hasNews()).isFalse();
        plan.retry(due);
        assertThat(offsets(next())).containsExactly(10L);
    }

    @Test
    void forgetsWhoIsNoLongerFollowedHere() {
        plan.startSession();
        fetch(zero, 10);
        fetch(one, 20);
        next();
        answer(0, empty(0));

        wish(zero, FollowedPartition.Kind.CLOSE);

        FetchRequestData request = next();
        assertThat(request.forgottenTopicsData())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions()).containsExactly(0));
        wish(one, FollowedPartition.Kind.CLOSE);
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void aSlowDiskIsNotWaitedFor() {
        plan.startSession();
        fetch(zero, 10);
        next();
        answer(0, records(0));

        wish(zero, FollowedPartition.Kind.WAIT_FOR_DISK);

        assertThat(plan.isAppending()).isFalse();
        assertThat(plan.hasNews()).isFalse();
        fetch(zero, 11);
        assertThat(offsets(next())).containsExactly(11L);
    }

    @Test
    void namesEverythingAgainOnANewConnection() {
        plan.startSession();
        fetch(zero, 10);
        fetch(one, 20);
        next();
        answer(0, records(0));

        plan.startSession();

        FetchRequestData request = next();
        assertThat(request.sessionEpoch()).isZero();
        assertThat(offsets(request)).containsExactly(20L);
        fetch(zero, 11);
        assertThat(offsets(next())).containsExactly(11L);
    }

    private void fetch(Follows follows, long offset) {
        follows.place.fetch(new FetchFrom(offset, 3, 0));
        take(follows);
    }

    private void wish(Follows follows, FollowedPartition.Kind kind) {
        if (kind == FollowedPartition.Kind.CLOSE) {
            follows.place.close();
        } else {
            follows.place.waitForDisk();
        }
        take(follows);
    }

    private void take(Follows follows) {
        plan.take(follows.place, follows.place.takeWish().orElseThrow(), 0, LONGEST_PAUSE_MS);
    }

    private FetchRequestData next() {
        return plan.nextRequest(new Follower(2, 8), new LinkLimits(1, 1000, 100, 500, 30_000, LONGEST_PAUSE_MS));
    }

    private void answer(int request, FetchResponseData.PartitionData data) {
        FetchResponseData response = new FetchResponseData().setSessionId(SESSION);
        response.responses()
                .add(new FetchResponseData.FetchableTopicResponse()
                        .setTopicId(TOPIC)
                        .setPartitions(List.of(data)));
        plan.answered(request, response, buffers.take(10), 0, LONGEST_PAUSE_MS);
    }

    private static FetchResponseData.PartitionData empty(int partition) {
        return new FetchResponseData.PartitionData()
                .setPartitionIndex(partition)
                .setRecords(MemoryRecords.EMPTY);
    }

    private static FetchResponseData.PartitionData records(int partition) {
        return empty(partition)
                .setRecords(MemoryRecords.withRecords(
                        Compression.NONE, new SimpleRecord("value".getBytes(StandardCharsets.UTF_8))));
    }

    private static List<Long> offsets(FetchRequestData request) {
        return request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(FetchRequestData.FetchPartition::fetchOffset)
                .toList();
    }
}
