package io.ottla.actors.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Images;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.CleanupPolicy;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCleanerTest {
    private static final int NODE = 1;
    private static final LogConfig COMPACTED = LogConfig.builder()
            .segmentBytes(2_000)
            .fileDeleteDelayMs(0)
            .cleanupPolicy(Set.of(CleanupPolicy.COMPACT))
            .build();

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final PartitionRegistry partitions = new PartitionRegistry();
    private LogDirectory directory;

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
    void compactsLeadersAndFollowersAndOnlyCompactedTopics() throws Exception {
        PartitionHandle leader = leading("led", COMPACTED);
        PartitionHandle follower = leading("followed", COMPACTED);
        PartitionHandle deleting = leading(
                "deleting",
                COMPACTED.toBuilder()
                        .cleanupPolicy(Set.of(CleanupPolicy.DELETE))
                        .build());
        for (PartitionHandle each : List.of(leader, follower, deleting)) {
            fill(each);
        }
        follower.tell(new Partition.Follow(Images.of(2, 2, 2, List.of(NODE, 2), List.of(2))));
        long before = size(deleting);

        start("log.cleaner.threads", "2");

        await().until(() -> size(leader) < before / 2 && size(follower) < before / 2);
        assertThat(size(deleting)).isEqualTo(before);
        append(leader, "k");
    }

    @Test
    void aDamagedLogDoesNotKeepTheOthersWaiting() throws Exception {
        PartitionHandle damaged = leading("damaged", COMPACTED);
        PartitionHandle sound = leading("sound", COMPACTED);
        fill(damaged);
        fill(damaged);
        fill(sound);
        long before = size(damaged);
        damage(folder.resolve("damaged-0").resolve("00000000000000000000.log"));

        start("log.cleaner.threads", "1");

        await().until(() -> size(sound) < before / 4);
        assertThat(size(damaged)).isEqualTo(before);
        append(damaged, "k");
    }

    @Test
    void stopsInTheMiddleOfItsWork() throws Exception {
        PartitionHandle slow = leading("slow", COMPACTED);
        fill(slow);
        long before = size(slow);
        ActorRef<LogCleaner.Command> cleaner = start("log.cleaner.io.max.bytes.per.second", "1");
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();

        cleaner.tell(new LogCleaner.Stop(stopped::complete));

        assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(size(slow)).isEqualTo(before);
    }

    private ActorRef<LogCleaner.Command> start(String name, String value) {
        BrokerSettings settings =
                BrokerSettings.of(Map.of("node.id", "1", "log.cleaner.backoff.ms", "50", name, value));
        return kit.spawn(LogCleaner.create(partitions, () -> settings, Clock.systemUTC()));
    }

    private PartitionHandle leading(String topic, LogConfig config) {
        PartitionHandle handle =
                new PartitionHandle(new TopicIdPartition(Uuid.randomUuid(), new TopicPartition(topic, 0)));
        handle.bind(kit.spawn(PartitionActor.create(
                NODE,
                handle,
                directory,
                new PartitionActor.Settings(config, new ReplicationRules(1, 30_000)),
                CompletableFuture.completedFuture(true),
                new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), ForkJoinPool.commonPool()),
                Replication.ALONE,
                new NoEvents(),
                Clock.systemUTC())));
        partitions.add(handle);
        handle.tell(new Partition.Lead(Images.of(NODE, 1, 1, List.of(NODE), List.of(NODE))));
        await().until(() -> handle.leadingView() != null);
        return handle;
    }

    private static void fill(PartitionHandle handle) throws Exception {
        for (int i = 0; i < 200; i++) {
            append(handle, "k" + i % 5);
        }
    }

    private static void append(PartitionHandle handle, String key) throws Exception {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord(
                        System.currentTimeMillis(),
                        key.getBytes(StandardCharsets.UTF_8),
                        "some value".getBytes(StandardCharsets.UTF_8)));
        CompletableFuture<AppendReply> reply = new CompletableFuture<>();
        handle.tell(new Partition.Append(records, (short) 1, AppendOrigin.CLIENT, -1, reply::complete));
        assertThat(reply.get(10, TimeUnit.SECONDS)).isInstanceOf(AppendReply.Accepted.class);
    }

    private static long size(PartitionHandle handle) {
        return handle.view().log().sizeInBytes();
    }

    private static void damage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[65] ^= 1;
        Files.write(file, content);
    }

    private static final class NoEvents implements PartitionEvents {}
}
