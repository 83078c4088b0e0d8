package io.ottla.protocol.api;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.Broker;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.transaction.RemoteTransactions;
import io.ottla.actors.transaction.TransactionCoordinators;
import io.ottla.actors.transaction.TransactionMarkers;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A node that coordinates all groups and transactions: the topics of their coordinators have one partition, which is real. So is the
 * first partition of the topic "orders".
 */
final class GroupNode implements AutoCloseable {
    static final Uuid ORDERS_ID = TestBroker.ORDERS_ID;
    private static final Uuid OFFSETS_ID = new Uuid(8, 8);
    private static final String OFFSETS_TOPIC = "__consumer_offsets";
    private static final Uuid TRANSACTIONS_ID = new Uuid(9, 9);
    private static final String TRANSACTIONS_TOPIC = "__transaction_state";

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "groups",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.daemonic = on").withFallback(ConfigFactory.load()));
    private final TestBroker cluster = TestBroker.start()
            .withOrders(List.of(1), List.of(1))
            .withTopic(OFFSETS_TOPIC, OFFSETS_ID, List.of(1))
            .withTopic(TRANSACTIONS_TOPIC, TRANSACTIONS_ID, List.of(1))
            .with("group.initial.rebalance.delay.ms", "0");
    private final LogDirectory directory;
    private final List<PartitionHandle> replicas = new ArrayList<>();
    private final AtomicLong producerIds = new AtomicLong(1000);
    private final Broker broker;

    GroupNode(Path folder) {
        this(folder, Map.of());
    }

    GroupNode(Path folder, Map<String, String> settings) {
        settings.forEach(cluster::with);
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        Broker without = cluster.broker();
        GroupCoordinators groups = GroupCoordinators.create(
                system,
                without.nodeId(),
                without.settings(),
                without.metadata(),
                ForkJoinPool.commonPool(),
                without.clock());
        TransactionCoordinators transactions = TransactionCoordinators.create(
                system,
                without.nodeId(),
                without.settings(),
                without.metadata(),
                new TransactionMarkers(
                        without.nodeId(),
                        without.metadata(),
                        without.partitions(),
                        groups,
                        RemoteTransactions.NONE,
                        without.clock()),
                RemoteTransactions.NONE,
                ForkJoinPool.commonPool(),
                without.clock());
        groups.onElected(replica(OFFSETS_ID, OFFSETS_TOPIC), 0);
        transactions.onElected(replica(TRANSACTIONS_ID, TRANSACTIONS_TOPIC), 0);
        replica(ORDERS_ID, "orders");
        broker = new Broker(
                without.nodeId(),
                without.clusterId(),
                without.metadata(),
                without.partitions(),
                without.controller(),
                groups,
                transactions,
                () -> CompletableFuture.completedFuture(producerIds.getAndIncrement()),
                without.authorizer(),
                without.settings(),
                without.diskReads(),
                without.logDirs(),
                without.quorum(),
                without.clock());
    }

    private PartitionHandle replica(Uuid id, String topic) {
        PartitionHandle replica = TestReplica.leading(system, directory, new TopicIdPartition(id, 0, topic));
        replicas.add(replica);
        cluster.partitions.add(replica);
        return replica;
    }

    Broker broker() {
        return broker;
    }

    void deny(Operation operation, Resource resource) {
        cluster.denying(operation, resource);
    }

    void publish(MetadataEvent event) {
        cluster.publish(event);
    }

    <Q extends ApiMessage, S extends ApiMessage> S ask(ApiHandler<Q, S> handler, int version, Q request) {
        return cluster.ask(handler, version, request);
    }

    @Override
    public void close() {
        replicas.forEach(replica -> {
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            replica.tell(new Partition.Close(closed::complete));
            closed.join();
        });
        system.terminate();
        directory.close();
    }
}
