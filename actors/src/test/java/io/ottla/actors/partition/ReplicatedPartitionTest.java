package io.ottla.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.state.Brokers;
import io.ottla.actors.partition.state.FollowerFetch;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.Disk;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One replica on a real log; the other nodes are played by the test. */
class ReplicatedPartitionTest {
    private static final int NODE = 1;
    private static final List<Integer> REPLICAS = List.of(1, 2);
    private static final short ACKS_ALL = -1;
    private static final short ACKS_LEADER = 1;

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final BlockingQueue<AppendReply> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<IsrChange> proposals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    private final PartitionHandle handle =
            new PartitionHandle(new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("orders", 0)));
    private LogDirectory directory;

    /** What a follower asks of its link. */
    private record Wish(
            LeaderLink link,
            int leader,
            String kind,
            @Nullable FetchFrom from) {}

    @BeforeEach
    void openDirectory() {
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
        directory.close();
    }

    @Test
    void asksItsLeaderFromTheEndOfItsLogOn() throws Exception {
        start(LogConfig.DEFAULT, 1);

        follow(0);

        Wish wish = wish();
        assertThat(wish.leader()).isEqualTo(2);
        assertThat(wish.from()).isEqualTo(new FetchFrom(0, -1, 0));
    }

    @Test
    void appendsWhatTheLeaderSendsAndAsksForMore() throws Exception {
        start(LogConfig.DEFAULT, 1);
        follow(3);
        Wish first = wish();

        answer(first.link(), batches(0, 3, "a", "b"), 1);

        assertThat(wish().from()).isEqualTo(new FetchFrom(2, 3, 0));
        assertThat(handle.view().log().highWatermark()).isEqualTo(1);
    }

    @Test
    void takesNothingByALinkToAnEarlierLeader() throws Exception {
        start(LogConfig.DEFAULT, 1);
        follow(3);
        Wish before = wish();
        follow(4);
        assertThat(wish().kind()).isEqualTo("close");
        assertThat(wish().kind()).isEqualTo("fetch");

        answer(before.link(), batches(0, 3, "late"), 1);
        follow(5);

        assertThat(wish().kind()).isEqualTo("close");
        assertThat(wish().from()).isEqualTo(new FetchFrom(0, -1, 0));
    }

    @Test
    void undoesWhatTheLeaderDoesNotHave() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(1, REPLICAS);
        append("a", ACKS_LEADER);
        append("b", ACKS_LEADER);
        append("c", ACKS_LEADER);
        accepted(3);
        follow(2);
        Wish first = wish();
        assertThat(first.from()).isEqualTo(new FetchFrom(3, 1, 0));

        handle.tell(new Partition.FromLeader(
                first.link(), Errors.NONE, new EpochEndOffset(1, 1), MemoryRecords.EMPTY, 1, 0));

        assertThat(wish().from()).isEqualTo(new FetchFrom(1, 1, 0));
        assertThat(handle.view().log().logEndOffset()).isEqualTo(1);
    }

    @Test
    void startsWhereTheLeadersLogStartsWhenItsOwnEndsBefore() throws Exception {
        start(LogConfig.DEFAULT, 1);
        follow(2);

        handle.tell(
                new Partition.FromLeader(wish().link(), Errors.OFFSET_OUT_OF_RANGE, null, MemoryRecords.EMPTY, 90, 70));

        assertThat(wish().from()).isEqualTo(new FetchFrom(70, -1, 70));
    }

    @Test
    void movesItsLogStartWithTheLeaders() throws Exception {
        start(LogConfig.DEFAULT, 1);
        follow(3);
        Wish first = wish();
        answer(first.link(), batches(0, 3, "a", "b"), 2);
        wish();

        handle.tell(new Partition.FromLeader(first.link(), Errors.NONE, null, MemoryRecords.EMPTY, 2, 1));

        assertThat(wish().from()).isEqualTo(new FetchFrom(2, 3, 1));
    }

    @Test
    void asksOnOnlyWhenItsDiskHasItWhereTheTopicAsksForThat() throws Exception {
        start(LogConfig.builder().flushMessages(1).build(), 1);
        follow(3);

        answer(wish().link(), batches(0, 3, "a"), 0);

        assertThat(wish().kind()).isEqualTo("disk");
        assertThat(wish().from()).isEqualTo(new FetchFrom(1, 3, 0));
    }

    @Test
    void asksAgainLaterForWhatItCannotUse() throws Exception {
        start(LogConfig.DEFAULT, 1);
        follow(3);
        MemoryRecords damaged = batches(0, 3, "a");
        damaged.buffer().put(damaged.sizeInBytes() - 1, (byte) 77);

        answer(wish().link(), damaged, 0);

        assertThat(wish().kind()).isEqualTo("later");
        assertThat(handle.view().log().logEndOffset()).isZero();
    }

    @Test
    void answersAcksAllWhenTheFollowerHasItAndProposesWhoHasCaughtUp() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, REPLICAS);
        append("a", ACKS_ALL);

        fetched(0, 1);

        accepted(1);
        lead(0, 1, List.of(NODE));
        fetched(0, 1);
        assertThat(proposals.poll(20, TimeUnit.SECONDS).isr())
                .containsExactly(new IsrChange.InSync(NODE, -1), new IsrChange.InSync(2, 7));
    }

    @Test
    void answersWhatIsSentAgainAfterFiveLaterBatchesOnceTheFollowerHasIt() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, REPLICAS);
        for (int sequence = 0; sequence < 6; sequence++) {
            appendInSequence(sequence, ACKS_LEADER);
        }
        accepted(6);

        appendInSequence(0, ACKS_ALL);
        appendInSequence(6, ACKS_LEADER);
        accepted(1);
        assertThat(answers).as("before the follower has it").isEmpty();
        fetched(0, 1);

        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(new AppendReply.Repeated(0));
    }

    /** The follower was started anew, and fetched, before the controller's answer about its last process came. */
    @Test
    void proposesAnewWhenARefusalComesAfterWhatCausedIt() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        fetched(0, 0);
        IsrChange refused = proposals.poll(20, TimeUnit.SECONDS);

        handle.tell(new Partition.FollowerFetched(0, new FollowerFetch(2, 8, 2, 0, 0, 0)));
        handle.tell(new Partition.IsrAnswered(refused, Errors.INELIGIBLE_REPLICA));

        assertThat(proposals.poll(20, TimeUnit.SECONDS))
                .isEqualTo(new IsrChange(0, 0, List.of(new IsrChange.InSync(NODE, -1), new IsrChange.InSync(2, 8))));
    }

    @Test
    void sendsThoseAwayWhoWaitWhenTooFewAreLeftInSync() throws Exception {
        start(LogConfig.DEFAULT, 2);
        lead(0, REPLICAS);
        append("a", ACKS_ALL);

        lead(0, 1, List.of(NODE));

        assertThat(answers.poll(20, TimeUnit.SECONDS))
                .isEqualTo(AppendReply.Refused.of(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND));
        append("b", ACKS_ALL);
        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(AppendReply.Refused.of(Errors.NOT_ENOUGH_REPLICAS));
    }

    @Test
    void stopsLeadingWhenTold() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(4, REPLICAS);
        append("a", ACKS_ALL);

        handle.tell(new Partition.StopLeading(3));
        handle.tell(new Partition.StopLeading(4));

        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(AppendReply.Refused.of(Errors.NOT_LEADER_OR_FOLLOWER));
        await().until(() -> !handle.view().leads());
        lead(5, REPLICAS);
        await().until(() -> handle.view().leads());
    }

    @Test
    void tellsWhoeverListensOfEveryView() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ViewListener listener = () -> heard.add("changed");
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        handle.listen(listener);

        append("a", ACKS_LEADER);

        await().until(() -> !heard.isEmpty());
        handle.unlisten(listener);
    }

    private void start(LogConfig config, int minInSync) {
        handle.bind(kit.spawn(PartitionActor.create(
                NODE,
                handle,
                directory,
                new PartitionActor.Settings(config, new ReplicationRules(minInSync, 30_000)),
                CompletableFuture.completedFuture(true),
                new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), ForkJoinPool.commonPool()),
                new Replication(
                        (leader, epoch, follower) -> new Recorded(leader),
                        (partition, change) -> proposals.add(change),
                        new Everybody()),
                new NoEvents(),
                Clock.systemUTC())));
    }

    private void follow(int epoch) {
        handle.tell(new Partition.Follow(Images.of(2, epoch, epoch, REPLICAS, REPLICAS)));
    }

    private void lead(int epoch, List<Integer> isr) {
        lead(epoch, epoch, isr);
    }

    private void lead(int epoch, int partitionEpoch, List<Integer> isr) {
        PartitionImage partition = Images.of(NODE, epoch, partitionEpoch, REPLICAS, isr);
        handle.tell(new Partition.Lead(partition));
    }

    private void fetched(int epoch, long offset) {
        handle.tell(new Partition.FollowerFetched(epoch, new FollowerFetch(2, 7, 1, offset, 0, offset)));
    }

    private void answer(LeaderLink link, MemoryRecords records, long highWatermark) {
        handle.tell(new Partition.FromLeader(link, Errors.NONE, null, records, highWatermark, 0));
    }

    private static MemoryRecords batches(long offset, int epoch, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(1L, values[i].getBytes(StandardCharsets.UTF_8));
        }
        return MemoryRecords.withRecords(offset, Compression.NONE, epoch, records);
    }

    private void append(String value, short acks) {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(1L, value.getBytes(StandardCharsets.UTF_8)));
        handle.tell(new Partition.Append(records, acks, AppendOrigin.CLIENT, -1, answers::add));
    }

    private void appendInSequence(int sequence, short acks) {
        MemoryRecords records = MemoryRecords.withIdempotentRecords(
                Compression.NONE, 9, (short) 0, sequence, new SimpleRecord(1L, new byte[] {1}));
        handle.tell(new Partition.Append(records, acks, AppendOrigin.CLIENT, -1, answers::add));
    }

    private void accepted(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(answers.poll(20, TimeUnit.SECONDS)).isInstanceOf(AppendReply.Accepted.class);
        }
    }

    private Wish wish() throws InterruptedException {
        Wish wish = wishes.poll(20, TimeUnit.SECONDS);
        assertThat(wish).isNotNull();
        return wish;
    }

    private final class Recorded implements LeaderLink {
        private final int leader;

        Recorded(int leader) {
            this.leader = leader;
        }

        @Override
        public void fetch(FetchFrom from) {
            wishes.add(new Wish(this, leader, "fetch", from));
        }

        @Override
        public void fetchLater(FetchFrom from) {
            wishes.add(new Wish(this, leader, "later", from));
        }

        @Override
        public void waitForDisk() {
            wishes.add(new Wish(this, leader, "disk", null));
        }

        @Override
        public void close() {
            wishes.add(new Wish(this, leader, "close", null));
        }
    }

    private static final class Everybody implements Brokers {
        @Override
        public boolean mayBeInSync(int brokerId, long brokerEpoch) {
            return true;
        }

        @Override
        public boolean isAlive(int brokerId) {
            return true;
        }
    }

    private static final class NoEvents implements PartitionEvents {}
}
