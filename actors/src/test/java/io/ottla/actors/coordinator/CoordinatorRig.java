package io.ottla.actors.coordinator;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.group.GroupList;
import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.partition.Images;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Node 1 with the one partition of an offsets topic, and the coordinators that stand on it. */
final class CoordinatorRig implements AutoCloseable {
    static final int NODE = 1;
    static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final String TOPIC = "__consumer_offsets";

    final ActorTestKit kit = ActorTestKit.create();
    final GroupCoordinators groups;
    final PartitionHandle partition;
    private int nextPartitionEpoch;
    private final LogDirectory directory;

    CoordinatorRig(Path folder, int minInSyncReplicas) {
        Uuid id = Uuid.randomUuid();
        MetadataCache metadata = new MetadataCache();
        metadata.publish(MetadataReplay.replay(
                MetadataImage.EMPTY, List.of(new MetadataEvent.TopicCreated(TOPIC, id, 1, List.of(List.of(NODE))))));
        groups = GroupCoordinators.create(
                kit.system(),
                NODE,
                () -> BrokerSettings.of(Map.of("group.initial.rebalance.delay.ms", "0")),
                metadata,
                ForkJoinPool.commonPool(),
                Clock.systemUTC());
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        partition = new PartitionHandle(new TopicIdPartition(id, new TopicPartition(TOPIC, 0)));
        partition.bind(kit.spawn(PartitionActor.create(
                NODE,
                partition,
                directory,
                new PartitionActor.Settings(LogConfig.DEFAULT, new ReplicationRules(minInSyncReplicas, 30_000)),
                CompletableFuture.completedFuture(true),
                new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), ForkJoinPool.commonPool()),
                Replication.ALONE,
                new Elections(),
                Clock.systemUTC())));
    }

    void lead(int epoch, List<Integer> isr) {
        lead(epoch, isr, isr);
    }

    void lead(int epoch, List<Integer> replicas, List<Integer> isr) {
        partition.tell(new Partition.Lead(Images.of(NODE, epoch, nextPartitionEpoch++, replicas, isr)));
        await().until(() ->
                partition.leadingView() != null && partition.leadingView().leaderEpoch() == epoch);
    }

    void follow(int epoch) {
        partition.tell(new Partition.Follow(Images.of(2, epoch, nextPartitionEpoch++, List.of(NODE, 2), List.of(2))));
        await().until(() -> partition.leadingView() == null);
    }

    <T> T ask(Function<Reply<T>, GroupCommand> command) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        groups.tell(command.apply(answer::complete));
        return answer.get(10, TimeUnit.SECONDS);
    }

    OffsetsAnswer commit(String group, long offset) throws Exception {
        return ask(reply -> committing(group, offset, reply));
    }

    static GroupCommand committing(String group, long offset, Reply<OffsetsAnswer> reply) {
        OffsetToCommit commit = new OffsetToCommit(ORDERS, Uuid.ZERO_UUID, offset, -1, "", -1);
        return new GroupCommand.CommitOffsets(
                group, "", Optional.empty(), -1, Optional.empty(), List.of(commit), reply);
    }

    FetchedOffsets fetch(String group) throws Exception {
        return ask(reply -> new GroupCommand.FetchOffsets(group, Optional.empty(), true, reply));
    }

    GroupList list() throws Exception {
        CompletableFuture<GroupList> answer = new CompletableFuture<>();
        groups.list(answer::complete);
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        directory.close();
    }

    private final class Elections implements PartitionEvents {
        @Override
        public void leading(PartitionHandle elected, int leaderEpoch) {
            groups.onElected(elected, leaderEpoch);
        }

        @Override
        public void resigned(PartitionHandle resigned) {
            groups.onResigned(resigned.id().partition());
        }
    }
}
