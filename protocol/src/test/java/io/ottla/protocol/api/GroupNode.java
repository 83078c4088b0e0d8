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
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;

/** A node that coordinates all groups: its offsets topic has one partition, which is real. The topic "orders" exists. */
final class GroupNode implements AutoCloseable {
    static final Uuid ORDERS_ID = TestBroker.ORDERS_ID;
    private static final Uuid OFFSETS_ID = new Uuid(8, 8);
    private static final String OFFSETS_TOPIC = "__consumer_offsets";

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "groups",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.daemonic = on").withFallback(ConfigFactory.load()));
    private final TestBroker cluster = TestBroker.start()
            .withOrders(List.of(1), List.of(1))
            .withTopic(OFFSETS_TOPIC, OFFSETS_ID, List.of(1))
            .with("group.initial.rebalance.delay.ms", "0");
    private final LogDirectory directory;
    private final PartitionHandle offsets;
    private final Broker broker;

    GroupNode(Path folder) {
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        Broker without = cluster.broker();
        GroupCoordinators groups = GroupCoordinators.create(
                system,
                without.nodeId(),
                without.settings(),
                without.metadata(),
                ForkJoinPool.commonPool(),
                without.clock());
        offsets = TestReplica.leading(system, directory, new TopicIdPartition(OFFSETS_ID, 0, OFFSETS_TOPIC));
        groups.onElected(offsets, 0);
        broker = new Broker(
                without.nodeId(),
                without.clusterId(),
                without.metadata(),
                without.partitions(),
                without.controller(),
                groups,
                () -> CompletableFuture.completedFuture(0L),
                without.authorizer(),
                without.settings(),
                without.diskReads(),
                without.logDirs(),
                without.clock());
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
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        offsets.tell(new Partition.Close(closed::complete));
        closed.join();
        system.terminate();
        directory.close();
    }
}
