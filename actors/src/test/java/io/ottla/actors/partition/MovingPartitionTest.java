package io.ottla.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.ottla.actors.Reply;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.Disk;
import io.ottla.storage.LogCompaction;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovingPartitionTest {
    private static final PartitionActor.DiskThreads THREADS =
            new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), ForkJoinPool.commonPool());
    private static final Executor NEVER = step -> {};

    @TempDir
    Path here;

    @TempDir
    Path there;

    private final ActorTestKit kit = ActorTestKit.create();
    private final AtomicInteger failures = new AtomicInteger();
    private final PartitionHandle handle =
            new PartitionHandle(new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("orders", 0)));
    private LogDirectory from;
    private LogDirectory to;

    @BeforeEach
    void startLeader() {
        from = LogDirectory.open(Disk.real(), here, LogDirectoryOptions.DEFAULT);
        to = LogDirectory.open(Disk.real(), there, LogDirectoryOptions.DEFAULT);
        handle.bind(kit.spawn(PartitionActor.create(
                1,
                handle,
                from,
                new PartitionActor.Settings(LogConfig.DEFAULT, new ReplicationRules(1, 30_000)),
                CompletableFuture.completedFuture(true),
                THREADS,
                Replication.ALONE,
                new Events(),
                Clock.systemUTC())));
        handle.tell(new Partition.Lead(Images.of(1, 0, 0, List.of(1), List.of(1))));
        await().until(() -> handle.leadingView() != null);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
        from.close();
        to.close();
    }

    @Test
    void aCompactionThatBeganBeforeTheMoveIsVoidAndNoneBeginsWhileItRuns() throws Exception {
        LogCompaction begun = startCompaction().orElseThrow();

        assertThat(move(NEVER)).isEqualTo(Errors.NONE);

        assertThat(this.<Boolean>ask(reply -> new Partition.FinishCompaction(begun, 0, reply)))
                .isFalse();
        assertThat(startCompaction()).isEmpty();
    }

    @Test
    void aCompactionMayBeginAgainInTheNewDirectory() throws Exception {
        LogCompaction begun = startCompaction().orElseThrow();

        move(ForkJoinPool.commonPool());
        await().until(() -> there.equals(handle.directory()));

        assertThat(this.<Boolean>ask(reply -> new Partition.FinishCompaction(begun, 0, reply)))
                .isFalse();
        assertThat(startCompaction()).isPresent();
    }

    @Test
    void aFailedDiskTakesTheReplicaOfflineOnlyIfItLivesThere() throws Exception {
        handle.tell(new Partition.FailDisk(to, new IllegalStateException("not its own")));
        assertThat(startCompaction()).isPresent();
        assertThat(failures).hasValue(0);

        handle.tell(new Partition.FailDisk(from, new IllegalStateException("its own")));
        await().until(() -> failures.get() == 1);
        assertThat(handle.leadingView()).isNull();
        assertThat(move(NEVER)).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
    }

    private Errors move(Executor threads) throws Exception {
        MovePace pace = new MovePace(threads, () -> Long.MAX_VALUE, Clock.systemUTC());
        return ask(reply -> new Partition.Move(new Home(to, THREADS), pace, Optional.empty(), reply));
    }

    private Optional<LogCompaction> startCompaction() throws Exception {
        return ask(Partition.StartCompaction::new);
    }

    private <T> T ask(Function<Reply<T>, Partition.Command> command) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        handle.tell(command.apply(answer::complete));
        return answer.get(60, TimeUnit.SECONDS);
    }

    private final class Events implements PartitionEvents {
        @Override
        public void diskFailed(PartitionHandle partition, Throwable cause) {
            failures.incrementAndGet();
        }
    }
}
