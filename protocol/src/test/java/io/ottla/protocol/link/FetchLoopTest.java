package io.ottla.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import akka.util.ByteString;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.node.LinkContext;
import io.ottla.actors.partition.FetchFrom;
import io.ottla.actors.partition.LeaderLink;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conversation with a leader that the test plays; clock and timers stand still until the test moves them. */
class FetchLoopTest {
    private static final Uuid TOPIC = new Uuid(5, 5);
    private static final int LEADER = 1;
    private static final int LEADER_EPOCH = 4;
    private static final short VERSION = 18;
    private static final int SESSION = 99;
    private static final int NEW = 0;
    private static final int BUSY = 1;

    /** Longer than the first pause after a refusal, and not as long as the second. */
    private static final Duration AFTER_THE_PAUSE = Duration.ofMillis(30);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime timers = ManualTime.get(kit.system());
    private final StandingClock clock = new StandingClock();
    private final LeaderStream stream = new LeaderStream(
            new LinkContext(kit.system(), 2, new MetadataCache(), () -> BrokerSettings.of(Map.of()), lost -> {}, clock),
            LEADER,
            Brake.NONE);
    private final List<LeaderLink> places = new ArrayList<>();
    private final Deque<Integer> unanswered = new ArrayDeque<>();
    private SourceQueueWithComplete<ByteString> responses;
    private SinkQueueWithCancel<ByteString> requests;

    private static final class StandingClock extends Clock {
        private volatile Instant now = Instant.EPOCH;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A leader that has refused the new partition, because it has not heard yet that it leads, and has answered for the busy one. */
    @BeforeEach
    void refuseTheNewPartition() {
        follow(NEW);
        follow(BUSY);
        var ends = Source.<ByteString>queue(8, OverflowStrategy.fail())
                .viaMat(new FetchLoop(stream), Keep.left())
                .toMat(Sink.queue(), Keep.both())
                .run(kit.system());
        responses = ends.first();
        requests = ends.second();
        assertThat(nextRequest()).containsExactlyInAnyOrder(NEW, BUSY);
        answer(partition(NEW).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code()), partition(BUSY));
        assertThat(nextRequest()).isEmpty();
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void asksAgainInTimeForAPartitionThatWasRefusedHoweverBusyOthersAre() {
        // Answers come closer together than timers tick: none of them ever fires.
        for (Duration passed = Duration.ZERO; passed.compareTo(AFTER_THE_PAUSE) < 0; passed = passed.plusMillis(1)) {
            clock.advance(Duration.ofMillis(1));
            answer(partition(BUSY));
            if (nextRequest().contains(NEW)) {
                return;
            }
        }
        throw new AssertionError("not asked again within " + AFTER_THE_PAUSE);
    }

    @Test
    void asksAgainInTimeForAPartitionThatWasRefusedWhileNothingElseHappens() {
        clock.advance(AFTER_THE_PAUSE);
        timers.timePasses(AFTER_THE_PAUSE);

        assertThat(nextRequest()).containsExactly(NEW);
    }

    @Test
    void doesNotAskAgainBeforeThePauseIsOver() {
        clock.advance(Duration.ofMillis(1));
        timers.timePasses(Duration.ofMillis(1));

        answer(partition(BUSY));

        assertThat(nextRequest()).isEmpty();
    }

    /** The leader would count on a follower that it has not heard the end of. */
    @Test
    void tellsTheLeaderOfTheLastFollowersEndBeforeItEnds() throws Exception {
        places.forEach(LeaderLink::close);

        List<Integer> forgotten = new ArrayList<>();
        while (forgotten.size() < 2) {
            readRequest().forgottenTopicsData().forEach(topic -> forgotten.addAll(topic.partitions()));
            if (forgotten.size() < 2) {
                // Told of one end alone; a leader answers the fetch that is parked when the next one comes.
                answer();
            }
        }
        assertThat(forgotten).containsExactlyInAnyOrder(NEW, BUSY);
        assertThat(requests.pull().toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEmpty();
    }

    private void follow(int partition) {
        PartitionHandle handle =
                new PartitionHandle(new TopicIdPartition(TOPIC, new TopicPartition("orders", partition)));
        handle.bind(TestInbox.<Partition.Command>create().getRef());
        LeaderLink place = stream.open(LEADER_EPOCH, handle);
        place.fetch(new FetchFrom(10, 3, 0));
        places.add(place);
    }

    /** The partitions that the next request names. */
    private List<Integer> nextRequest() {
        List<Integer> named = new ArrayList<>();
        readRequest()
                .topics()
                .forEach(topic -> topic.partitions().forEach(partition -> named.add(partition.partition())));
        return named;
    }

    private FetchRequestData readRequest() {
        ByteBuffer bytes = received();
        bytes.getInt();
        ByteBufferAccessor reader = new ByteBufferAccessor(bytes);
        RequestHeaderData header = new RequestHeaderData(reader, ApiKeys.FETCH.requestHeaderVersion(VERSION));
        unanswered.add(header.correlationId());
        return new FetchRequestData(reader, VERSION);
    }

    private ByteBuffer received() {
        try {
            return requests.pull()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .orElseThrow()
                    .toByteBuffer();
        } catch (Exception e) {
            throw new AssertionError("no request", e);
        }
    }

    /** Answers the oldest request. */
    private void answer(FetchResponseData.PartitionData... partitions) {
        FetchResponseData body = new FetchResponseData().setSessionId(SESSION);
        body.responses()
                .add(new FetchResponseData.FetchableTopicResponse()
                        .setTopicId(TOPIC)
                        .setPartitions(List.of(partitions)));
        ByteString head = bytes(MessageUtil.toByteBufferAccessor(
                new ResponseHeaderData().setCorrelationId(unanswered.remove()),
                ApiKeys.FETCH.responseHeaderVersion(VERSION)));
        ByteString answer = head.concat(bytes(MessageUtil.toByteBufferAccessor(body, VERSION)));
        ByteBuffer length =
                ByteBuffer.allocate(Integer.BYTES).putInt(answer.size()).flip();
        responses.offer(ByteString.fromByteBuffer(length).concat(answer));
    }

    private static ByteString bytes(ByteBufferAccessor written) {
        return ByteString.fromByteBuffer(written.buffer());
    }

    private static FetchResponseData.PartitionData partition(int partition) {
        return new FetchResponseData.PartitionData()
                .setPartitionIndex(partition)
                .setRecords(MemoryRecords.EMPTY);
    }
}
