package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.MetadataUpdate;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalReplicasTest {
    private static final Uuid ORDERS = new Uuid(7, 7);
    private static final MetadataEvent CREATED =
            new MetadataEvent.TopicCreated("orders", ORDERS, 1, List.of(List.of(1)));
    private static final MetadataEvent REGISTERED = new MetadataEvent.BrokerRegistered(
            1, new UUID(1, 1), "localhost", 9092, Optional.empty(), NodeAddress.UNKNOWN, new UUID(0, 0), List.of());

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("ottla.log-dir-dispatcher-0 { type = Dispatcher, executor = fork-join-executor }")
                    .withFallback(ConfigFactory.load()));
    private final PartitionRegistry partitions = new PartitionRegistry();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private Path here;

    @BeforeEach
    void leaveALogBehind() {
        here = folder.resolve("here");
        try (LogDirectory before = LogDirectory.open(Disk.real(), here, LogDirectoryOptions.DEFAULT)) {
            before.openLog(new TopicPartition("orders", 0), ORDERS, LogConfig.DEFAULT, 0);
        }
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void aLogIsNotDeletedByMetadataThatIsOlderThanItsTopic() {
        try (Disks disks = disks(List.of())) {
            ActorRef<NodeActor.Command> node = kit.spawn(node(disks));

            node.tell(image());
            node.tell(events(CREATED));
            node.tell(events(REGISTERED));

            await().until(() -> isOpen("orders"));
            assertThat(here.resolve("orders-0")).isDirectory();
            stop(node);
        }
    }

    @Test
    void aLogThatTheMetadataDoesNotNameWhenItKnowsThisProcessIsDeleted() {
        try (Disks disks = disks(List.of())) {
            ActorRef<NodeActor.Command> node = kit.spawn(node(disks));

            node.tell(image());
            node.tell(events(REGISTERED));

            await().until(() -> Files.notExists(here.resolve("orders-0")));
            stop(node);
        }
    }

    @Test
    void aReplicaInAMissingDirectoryDoesNotBeginAnewThoughTheFirstMetadataDidNotNameIt() {
        try (Disks disks = disks(List.of(folder.resolve("missing")))) {
            ActorRef<NodeActor.Command> node = kit.spawn(node(disks));

            node.tell(image());
            node.tell(events(CREATED, created("late")));
            node.tell(events(REGISTERED));
            await().until(() -> isOpen("orders") && failed.contains("late"));
            node.tell(events(created("new")));

            await().until(() -> isOpen("new"));
            assertThat(here.resolve("late-0")).doesNotExist();
            stop(node);
        }
    }

    private static MetadataEvent created(String topic) {
        return new MetadataEvent.TopicCreated(topic, Uuid.randomUuid(), 1, List.of(List.of(1)));
    }

    private static NodeActor.Command image() {
        return new NodeActor.MetadataArrived(new MetadataUpdate.ImageLoaded(1, MetadataImage.EMPTY));
    }

    private static NodeActor.Command events(MetadataEvent... events) {
        return new NodeActor.MetadataArrived(new MetadataUpdate.EventsCommitted(1, 0, List.of(events)));
    }

    private boolean isOpen(String topic) {
        PartitionHandle handle = partitions.find(new TopicPartition(topic, 0));
        return handle != null && handle.view() != null;
    }

    private Disks disks(List<Path> missing) {
        return new Disks(List.of(LogDirectory.open(Disk.real(), here, LogDirectoryOptions.DEFAULT)), missing, 1, 1);
    }

    /** As much of the node's actor as makes its replicas what the metadata says. */
    private Behavior<NodeActor.Command> node(Disks disks) {
        return Behaviors.setup(context -> {
            LocalReplicas replicas = new LocalReplicas(context, 1, parts(disks));
            AtomicReference<MetadataImage> image = new AtomicReference<>(MetadataImage.EMPTY);
            return Behaviors.receive(NodeActor.Command.class)
                    .onMessage(NodeActor.MetadataArrived.class, arrived -> {
                        if (arrived.update() instanceof MetadataUpdate.EventsCommitted committed) {
                            image.set(MetadataReplay.replay(image.get(), committed.events()));
                        }
                        boolean registered = image.get().brokers().containsKey(1);
                        replicas.update(image.get(), arrived.update(), registered);
                        return Behaviors.same();
                    })
                    .onMessage(
                            NodeActor.ShutDown.class,
                            last -> Closing.create(
                                    context, replicas, () -> last.done().complete(0L)))
                    .onAnyMessage(other -> Behaviors.same())
                    .build();
        });
    }

    private BrokerParts parts(Disks disks) {
        return new BrokerParts(
                new MetadataCache(),
                partitions,
                new LiveSettings(1, BrokerSettings.defaults()),
                disks,
                Replication.ALONE,
                new Events(),
                deleted -> {},
                new CompletableFuture<>(),
                Clock.systemUTC());
    }

    private static void stop(ActorRef<NodeActor.Command> node) {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        node.tell(new NodeActor.ShutDown(closed::complete));
        closed.join();
    }

    private final class Events implements PartitionEvents {
        @Override
        public void diskFailed(PartitionHandle partition, Throwable cause) {
            failed.add(partition.id().topic());
        }
    }
}
