package io.ottla.protocol.link;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.Broker;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.controller.ControllerClient;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.node.LinkContext;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.partition.state.Brokers;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.api.DataHandlers;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.protocol.net.KafkaPort;
import io.ottla.protocol.net.KafkaPortSettings;
import io.ottla.protocol.net.Listener;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import io.ottla.storage.LogView;
import io.ottla.storage.ReadResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * Three nodes with one replicated partition: real logs, partition actors, Kafka ports and links. The test is the controller; proposals
 * of a leader are granted at once.
 */
final class LinkedNodes implements AutoCloseable {
    private static final Uuid TOPIC_ID = new Uuid(3, 3);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "links",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.daemonic = on").withFallback(ConfigFactory.load()));
    private final MetadataCache metadata = new MetadataCache();
    private final Path folder;
    private final LogConfig config;
    private final Map<Integer, Node> nodes = new HashMap<>();

    private static final class Node {
        private final PartitionRegistry partitions = new PartitionRegistry();
        private LogDirectory directory;
        private KafkaPort port;
    }

    LinkedNodes(Path folder, LogConfig config, List<Integer> isr) {
        this.folder = folder;
        this.config = config;
        publish(new MetadataEvent.ControllerElected(1, 1));
        for (int id = 1; id <= 3; id++) {
            nodes.put(id, new Node());
            openPort(id);
            publish(new MetadataEvent.BrokerUnfenced(id));
        }
        publish(new MetadataEvent.TopicCreated("orders", TOPIC_ID, 3, List.of(List.of(1, 2, 3))));
        if (isr.size() < 3) {
            change(1, false, isr);
        }
        nodes.keySet().forEach(this::startReplica);
        tellEverybody();
    }

    /** Opens a node's port, on another number each time. */
    void openPort(int id) {
        Node node = nodes.get(id);
        node.port = KafkaPort.start(
                KafkaPortSettings.defaults(List.of(new Listener("PLAINTEXT", "127.0.0.1", 0))),
                ApiHandlers.of(List.copyOf(DataHandlers.create(broker(id, node)))),
                new RequestMetrics());
        publish(new MetadataEvent.BrokerRegistered(
                id,
                new UUID(0, id),
                "127.0.0.1",
                node.port.addresses().get(0).getPort(),
                Optional.empty(),
                NodeAddress.UNKNOWN,
                new UUID(1, id),
                List.of()));
        publish(new MetadataEvent.BrokerUnfenced(id));
    }

    void closePort(int id) {
        nodes.get(id).port.close();
    }

    private void startReplica(int id) {
        Node node = nodes.get(id);
        node.directory = LogDirectory.open(Disk.real(), folder.resolve("node-" + id), LogDirectoryOptions.DEFAULT);
        PartitionHandle handle = new PartitionHandle(new TopicIdPartition(TOPIC_ID, PARTITION));
        LinkContext context =
                new LinkContext(system, id, metadata, () -> BrokerSettings.of(Map.of()), lost -> {}, Clock.systemUTC());
        handle.bind(system.systemActorOf(
                PartitionActor.create(
                        id,
                        handle,
                        node.directory,
                        new PartitionActor.Settings(config, new ReplicationRules(1, 30_000)),
                        CompletableFuture.completedFuture(true),
                        new PartitionActor.DiskThreads(ForkJoinPool.commonPool(), ForkJoinPool.commonPool()),
                        new Replication(TcpLinks.create(context).leaders(), this::grant, new Everybody()),
                        new Unheard(),
                        Clock.systemUTC()),
                "replica-" + id,
                Props.empty()));
        node.partitions.add(handle);
    }

    private synchronized void grant(PartitionHandle partition, IsrChange change) {
        if (change.partitionEpoch() == partition().partitionEpoch()) {
            change(
                    partition().leader(),
                    false,
                    change.isr().stream().map(IsrChange.InSync::brokerId).toList());
            tellEverybody();
        } else {
            partition.tell(new Partition.IsrAnswered(change, Errors.INVALID_UPDATE_VERSION));
        }
    }

    /** Makes another node leader, in a new epoch; nobody is told. */
    synchronized void elect(int leader, List<Integer> isr) {
        change(leader, true, isr);
    }

    private void change(int leader, boolean newEpoch, List<Integer> isr) {
        publish(new MetadataEvent.PartitionsChanged(
                List.of(new MetadataEvent.PartitionChange(TOPIC_ID, 0, leader, newEpoch, isr))));
    }

    void tellEverybody() {
        nodes.keySet().forEach(this::tell);
    }

    /** Tells one node's replica its role. */
    void tell(int id) {
        PartitionImage partition = partition();
        replica(id).tell(partition.leader() == id ? new Partition.Lead(partition) : new Partition.Follow(partition));
    }

    PartitionImage partition() {
        return metadata.image()
                .topics()
                .topic(TOPIC_ID)
                .orElseThrow()
                .partition(0)
                .orElseThrow();
    }

    PartitionHandle replica(int id) {
        return nodes.get(id).partitions.all().iterator().next();
    }

    LogView log(int id) {
        return replica(id).view().log();
    }

    /** Appends one record on a node. */
    CompletableFuture<AppendReply> append(int id, String value, int acks) {
        CompletableFuture<AppendReply> answer = new CompletableFuture<>();
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(1L, value.getBytes(StandardCharsets.UTF_8)));
        replica(id).tell(new Partition.Append(records, (short) acks, AppendOrigin.CLIENT, -1, answer::complete));
        return answer;
    }

    /** The values in a node's log, with their offsets and epochs. */
    List<String> records(int id) {
        List<String> result = new ArrayList<>();
        LogView log = log(id);
        long offset = log.logStartOffset();
        while (offset < log.logEndOffset()) {
            ReadResult.Read read = (ReadResult.Read) log.read(offset, 1 << 20, log.logEndOffset(), true);
            ByteBuffer bytes = ByteBuffer.allocate(read.slice().length());
            read.slice().copyTo(bytes);
            read.slice().release();
            for (var batch : MemoryRecords.readableRecords(bytes.flip()).batches()) {
                for (var each : batch) {
                    String value = StandardCharsets.UTF_8.decode(each.value()).toString();
                    result.add(each.offset() + "@" + batch.partitionLeaderEpoch() + "=" + value);
                }
                offset = batch.nextOffset();
            }
        }
        return result;
    }

    private Broker broker(int id, Node node) {
        return new Broker(
                id,
                "cluster-id",
                metadata,
                node.partitions,
                new ControllerClient(system.deadLetters(), system, metadata),
                null,
                null,
                null,
                (caller, operation, resource) -> true,
                () -> BrokerSettings.of(Map.of()),
                Runnable::run,
                null,
                () -> CompletableFuture.failedFuture(new IllegalStateException("no journal")),
                Clock.systemUTC());
    }

    private synchronized void publish(MetadataEvent event) {
        metadata.publish(MetadataReplay.replay(metadata.image(), List.of(event)));
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> {
            node.port.close();
            node.partitions.all().forEach(handle -> {
                CompletableFuture<Boolean> closed = new CompletableFuture<>();
                handle.tell(new Partition.Close(closed::complete));
                closed.join();
            });
            node.directory.close();
        });
        system.terminate();
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

    private static final class Unheard implements PartitionEvents {}
}
