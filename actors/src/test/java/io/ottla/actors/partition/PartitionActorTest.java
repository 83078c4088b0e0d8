package io.ottla.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import io.ottla.storage.LogView;
import io.ottla.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionActorTest {
    private static final int NODE = 1;
    private static final short ACKS_ALL = -1;
    private static final short ACKS_LEADER = 1;

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final BlockingQueue<AppendReply> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger elections = new AtomicInteger();
    private final AtomicInteger resignations = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final PartitionHandle handle =
            new PartitionHandle(new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("orders", 0)));
    private LogDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
        directory.close();
        assertThat(failures).as("failures that no test expects").isEmpty();
    }

    @Test
    void refusesToAppendUntilItLeads() throws Exception {
        start(LogConfig.DEFAULT, 1);

        append("a", ACKS_ALL, -1);

        assertThat(refusal()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void showsAnAppendBeforeItAnswers() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));

        append("a", ACKS_ALL, -1);

        assertThat(answer())
                .isInstanceOfSatisfying(
                        AppendReply.Accepted.class,
                        accepted -> assertThat(accepted.lastOffset()).isZero());
        assertThat(view().highWatermark()).isEqualTo(1);
    }

    @Test
    void holdsAcksAllUntilTheOthersInSyncHaveItAndRefusesThemWhenItResigns() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE, 2));

        append("a", ACKS_LEADER, -1);
        assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        append("b", ACKS_ALL, -1);
        handle.tell(new Partition.Follow(Images.of(2, 1, 1, List.of(NODE, 2), List.of(NODE, 2))));

        assertThat(refusal()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(view().highWatermark()).isZero();
        await().untilAtomic(resignations, org.hamcrest.Matchers.equalTo(1));
    }

    @Test
    void refusesAcksAllWhenTooFewAreInSync() throws Exception {
        start(LogConfig.DEFAULT, 2);
        handle.tell(new Partition.Lead(Images.of(NODE, 0, 0, List.of(NODE, 2), List.of(NODE))));

        append("a", ACKS_ALL, -1);

        assertThat(refusal()).isEqualTo(Errors.NOT_ENOUGH_REPLICAS);
    }

    @Test
    void refusesTheWriterOfAnotherLeaderEpoch() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(5, List.of(NODE));

        append("a", ACKS_ALL, 4);

        assertThat(refusal()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        append("a", ACKS_ALL, 5);
        assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
    }

    @Test
    void answersAfterTheDiskHasItWhereTheTopicAsksForThat() throws Exception {
        start(LogConfig.builder().flushMessages(1).build(), 1);
        lead(0, List.of(NODE));

        for (int i = 0; i < 20; i++) {
            append("record " + i, ACKS_LEADER, -1);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        }
        assertThat(view().highWatermark()).isEqualTo(20);
    }

    @Test
    void oneForceServesAllAppendsThatWaitForIt() throws Exception {
        BlockingQueue<Runnable> forces = new LinkedBlockingQueue<>();
        start(LogConfig.builder().flushMessages(1).build(), 1, forces::add);
        lead(0, List.of(NODE));
        append("first", ACKS_LEADER, -1);
        Runnable first = forces.poll(10, TimeUnit.SECONDS);
        for (int i = 0; i < 20; i++) {
            append("record " + i, ACKS_LEADER, -1);
        }
        await().until(() -> view().logEndOffset() == 21);
        assertThat(forces).as("one at a time").isEmpty();
        assertThat(answers).as("nothing is on the disk").isEmpty();

        first.run();
        Runnable second = forces.poll(10, TimeUnit.SECONDS);
        assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        assertThat(answers).as("what came after the first was due").isEmpty();

        second.run();
        for (int i = 0; i < 20; i++) {
            assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        }
        assertThat(forces).isEmpty();
    }

    @Test
    void wakesThoseWhoWaitWhenThereIsSomethingToRead() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        Waiter waiter = new Waiter();
        handle.tell(new Partition.AwaitData(waiter, 0, false));

        append("a", ACKS_LEADER, -1);

        waiter.woken.get(10, TimeUnit.SECONDS);
    }

    @Test
    void wakesAtOnceWhoeverHasSomethingToRead() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        append("a", ACKS_LEADER, -1);
        answer();
        Waiter waiter = new Waiter();

        handle.tell(new Partition.AwaitData(waiter, 0, true));

        waiter.woken.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStaleElectionChangesNothing() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(3, List.of(NODE));

        handle.tell(new Partition.Follow(Images.of(7, 2, 2, List.of(NODE, 7), List.of(NODE, 7))));
        append("a", ACKS_ALL, 3);

        assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        assertThat(elections).hasValue(1);
    }

    @Test
    void deletesRecordsUpToTheWatermarkAndNoFurther() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        append("a", ACKS_ALL, -1);
        answer();

        assertThat(deleteRecords(2).error()).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(deleteRecords(-1).lowWatermark()).isEqualTo(1);
        assertThat(view().logStartOffset()).isEqualTo(1);
    }

    @Test
    void closesItsLogSoThatItCanBeOpenedAgain() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        append("a", ACKS_ALL, -1);
        answer();

        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        handle.tell(new Partition.Close(closed::complete));
        assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(handle.view()).isNull();

        start(LogConfig.DEFAULT, 1);
        lead(1, List.of(NODE));
        assertThat(view().logEndOffset()).isEqualTo(1);
    }

    @Test
    void answersAlsoWhenItCannotCloseItsLog() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        append("a", ACKS_ALL, -1);
        answer();
        Files.move(folder.resolve("orders-0"), folder.resolve("elsewhere"));

        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        handle.tell(new Partition.Close(closed::complete));

        assertThat(closed.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(failures.remove()).isInstanceOf(StorageException.class);
    }

    @Test
    void refusesWhatWasSentToADeletedPartitionBeforeItsSenderKnew() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));

        CompletableFuture<Boolean> deleted = new CompletableFuture<>();
        handle.tell(new Partition.Delete(deleted::complete));
        append("late", ACKS_ALL, -1);

        assertThat(refusal()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLeaderThatBreaksShowsNothingAnyMoreAndLetsNobodyWait() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE, 2));
        Waiter waiter = new Waiter();
        append("waits for the other replica", ACKS_ALL, -1);
        handle.tell(new Partition.AwaitData(waiter, 1, false));
        CompletableFuture<Partition.RecordsDeleted> deletion = new CompletableFuture<>();

        handle.tell(new Partition.DescribeProducers(described -> broken()));
        handle.tell(new Partition.DeleteRecords(0, Duration.ofSeconds(30), deletion::complete));
        append("too late", ACKS_LEADER, -1);

        assertThat(refusal()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(refusal()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        waiter.woken.get(10, TimeUnit.SECONDS);
        assertThat(deletion.get(10, TimeUnit.SECONDS).error()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(handle.view()).isNull();
        assertThat(failures.remove()).hasMessage("broken");
        await().untilAtomic(resignations, org.hamcrest.Matchers.equalTo(1));
    }

    @Test
    void anAppendDuringWhichTheLeaderBreaksIsAnsweredOnce() throws Exception {
        start(LogConfig.DEFAULT, 1);
        lead(0, List.of(NODE));
        handle.tell(new Partition.AwaitData(new BrokenWaiter(), 0, false));

        append("is in the log", ACKS_LEADER, -1);
        append("too late", ACKS_LEADER, -1);

        assertThat(answer()).isInstanceOf(AppendReply.Accepted.class);
        assertThat(refusal()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(answers).isEmpty();
        assertThat(failures.remove()).hasMessage("broken");
    }

    @Test
    void aFollowerThatBreaksShowsNothingAnyMoreAndLetsNobodyWait() throws Exception {
        start(LogConfig.DEFAULT, 1);
        handle.tell(new Partition.Follow(Images.of(2, 0, 0, List.of(NODE, 2), List.of(NODE, 2))));
        Waiter waiter = new Waiter();
        handle.tell(new Partition.AwaitData(waiter, 0, false));

        handle.tell(new Partition.DescribeProducers(described -> broken()));
        append("too late", ACKS_LEADER, -1);

        assertThat(refusal()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        waiter.woken.get(10, TimeUnit.SECONDS);
        assertThat(handle.view()).isNull();
        assertThat(failures.remove()).hasMessage("broken");
    }

    private static void broken() {
        throw new IllegalStateException("broken");
    }

    private void start(LogConfig config, int minInSyncReplicas) {
        start(config, minInSyncReplicas, ForkJoinPool.commonPool());
    }

    private void start(LogConfig config, int minInSyncReplicas, Executor flushes) {
        PartitionActor.DiskThreads threads = new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), flushes);
        handle.bind(kit.spawn(PartitionActor.create(
                NODE,
                handle,
                directory,
                new PartitionActor.Settings(config, new ReplicationRules(minInSyncReplicas, 30_000)),
                CompletableFuture.completedFuture(true),
                threads,
                Replication.ALONE,
                new Events(),
                Clock.systemUTC())));
    }

    private void lead(int epoch, List<Integer> isr) {
        handle.tell(new Partition.Lead(Images.of(NODE, epoch, epoch, isr, isr)));
        await().until(() -> handle.leadingView() != null);
    }

    private void append(String text, short acks, int epoch) {
        MemoryRecords records =
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(text.getBytes(StandardCharsets.UTF_8)));
        handle.tell(new Partition.Append(records, acks, AppendOrigin.CLIENT, epoch, answers::add));
    }

    private Partition.RecordsDeleted deleteRecords(long before) throws Exception {
        CompletableFuture<Partition.RecordsDeleted> deleted = new CompletableFuture<>();
        handle.tell(new Partition.DeleteRecords(before, Duration.ofSeconds(30), deleted::complete));
        return deleted.get(10, TimeUnit.SECONDS);
    }

    private AppendReply answer() throws InterruptedException {
        AppendReply answer = answers.poll(10, TimeUnit.SECONDS);
        assertThat(answer).as("an answer").isNotNull();
        return answer;
    }

    private Errors refusal() throws InterruptedException {
        return ((AppendReply.Refused) answer()).error();
    }

    private LogView view() {
        return handle.view().log();
    }

    private static final class Waiter implements DataWaiter {
        final CompletableFuture<Boolean> woken = new CompletableFuture<>();

        @Override
        public void wake() {
            woken.complete(true);
        }

        @Override
        public boolean finished() {
            return woken.isDone();
        }
    }

    /** The first time it is woken it breaks whoever wakes it. */
    private static final class BrokenWaiter implements DataWaiter {
        private final AtomicBoolean broke = new AtomicBoolean();

        @Override
        public void wake() {
            if (broke.compareAndSet(false, true)) {
                broken();
            }
        }

        @Override
        public boolean finished() {
            return false;
        }
    }

    private final class Events implements PartitionEvents {
        @Override
        public void leading(PartitionHandle partition, int leaderEpoch) {
            elections.incrementAndGet();
        }

        @Override
        public void resigned(PartitionHandle partition) {
            resignations.incrementAndGet();
        }

        @Override
        public void opened(PartitionHandle partition) {}

        @Override
        public void diskFailed(PartitionHandle partition, Throwable cause) {
            failures.add(cause);
        }
    }
}
