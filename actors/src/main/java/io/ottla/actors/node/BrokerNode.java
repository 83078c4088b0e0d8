package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import io.ottla.actors.Broker;
import io.ottla.actors.access.Authorizer;
import io.ottla.actors.cleaning.LogCleaner;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.controller.BrokerLink;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.ControllerClient;
import io.ottla.actors.controller.ControllerGuardian;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.controller.state.PartitionRules;
import io.ottla.actors.controller.state.UpkeepSettings;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.membership.Membership;
import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.producer.ProducerIdBlocks;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.transaction.TransactionCoordinators;
import io.ottla.actors.transaction.TransactionMarkers;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The broker of one node: joins the cluster, reaches its controller and has its share of the partitions. */
public final class BrokerNode {
    private final Broker broker;
    private final ActorRef<NodeActor.Command> actor;
    private final ActorRef<LogCleaner.Command> cleaner;
    private final CompletionStage<@Nullable Void> serving;
    private final Pulse pulse;

    private BrokerNode(
            Broker broker,
            ActorRef<NodeActor.Command> actor,
            ActorRef<LogCleaner.Command> cleaner,
            CompletionStage<@Nullable Void> serving,
            Pulse pulse) {
        this.broker = broker;
        this.actor = actor;
        this.cleaner = cleaner;
        this.serving = serving;
        this.pulse = pulse;
    }

    /**
     * Starts the broker on this actor system and returns at once.
     *
     * @param identity who the node is
     * @param started the settings it was started with
     * @param disks its open log directories; the caller closes them after {@link #stop}
     * @param membership the node's membership, which has admitted it
     * @param links makes its ways to other nodes
     */
    public static BrokerNode start(
            ActorSystem<?> system,
            NodeIdentity identity,
            BrokerSettings started,
            Disks disks,
            Membership membership,
            LinkFactory links,
            Clock clock) {
        membership.enter(new JournalOfNode(system.classicSystem(), identity));
        ActorRef<Controller.Command> controller = ClusterSingleton.get(system)
                .init(SingletonActor.of(controller(identity.nodeId(), started, membership.probe()), "controller"));

        MetadataCache metadata = new MetadataCache();
        membership.serve(
                new KnownAddresses(metadata),
                (broker, incarnation) ->
                        controller.tell(new Controller.BrokerLooksGone(broker, incarnation, identity.nodeId())));
        PartitionRegistry partitions = new PartitionRegistry();
        LiveSettings settings = new LiveSettings(identity.nodeId(), started);
        CompletableFuture<@Nullable Void> serving = new CompletableFuture<>();
        ControllerClient client = new ControllerClient(controller, system, metadata);
        GroupCoordinators groups =
                GroupCoordinators.create(system, identity.nodeId(), settings, metadata, disks.reads(), clock);
        NodeLinks ways = links.create(new LinkContext(
                system, identity.nodeId(), metadata, settings, membership.peers()::connectionLost, clock));
        TransactionCoordinators transactions = TransactionCoordinators.create(
                system,
                identity.nodeId(),
                settings,
                metadata,
                new TransactionMarkers(identity.nodeId(), metadata, partitions, groups, ways.transactions(), clock),
                ways.transactions(),
                disks.reads(),
                clock);
        ActorRef<IsrProposer.Command> proposer = system.systemActorOf(
                IsrProposer.create(identity.nodeId(), metadata, controller), "isr-proposer", Props.empty());
        Replication replication = new Replication(
                ways.leaders(),
                (partition, change) -> proposer.tell(new IsrProposer.Propose(partition, change)),
                new KnownBrokers(metadata));
        BrokerParts parts = new BrokerParts(
                metadata,
                partitions,
                settings,
                disks,
                replication,
                new CoordinatorEvents(groups, transactions),
                groups::onTopicsDeleted,
                serving,
                clock);
        ActorRef<NodeActor.Command> actor = node(system, identity, parts, controller, membership.probe());
        Broker broker = new Broker(
                identity.nodeId(),
                identity.clusterId(),
                metadata,
                partitions,
                client,
                groups,
                transactions,
                new ProducerIdBlocks(identity.nodeId(), client),
                Authorizer.ALLOW_ALL,
                settings,
                disks.reads(),
                new LogDirsOfNode(disks, actor),
                () -> described(QuorumJournal.get(system.classicSystem()), metadata),
                clock);
        ActorRef<LogCleaner.Command> cleaner =
                system.systemActorOf(LogCleaner.create(partitions, settings, clock), "log-cleaner", Props.empty());
        Pulse pulse = Pulse.start(system, stood -> actor.tell(new NodeActor.StoodStill(stood)));
        return new BrokerNode(broker, actor, cleaner, serving, pulse);
    }

    /** Starts the node's actor, and beside it those that the controller sends to, before it asks for anything. */
    private static ActorRef<NodeActor.Command> node(
            ActorSystem<?> system,
            NodeIdentity identity,
            BrokerParts parts,
            ActorRef<Controller.Command> controller,
            PeerProbe probe) {
        ControllerContact contact = new ControllerContact();
        ActorRef<NodeActor.Command> node = system.systemActorOf(
                NodeActor.create(identity, parts, controller, contact), "ottla-broker", Props.empty());
        system.systemActorOf(
                MetadataReceiver.create(
                        identity, contact, controller, update -> node.tell(new NodeActor.MetadataArrived(update))),
                BrokerLink.METADATA,
                Props.empty());
        system.systemActorOf(
                NodeDoor.create(
                        identity,
                        contact,
                        parts.metadata(),
                        probe,
                        heartbeat -> node.tell(new NodeActor.HeartbeatSeen(heartbeat))),
                BrokerLink.NODE,
                Props.empty());
        node.tell(new NodeActor.AskAgain());
        return node;
    }

    /** Asks every node: those that are no voters count as observers. */
    private static CompletionStage<QuorumDescription> described(QuorumJournal journal, MetadataCache metadata) {
        journal.peers(metadata.image().brokers().values().stream()
                .map(BrokerImage::control)
                .filter(address -> !address.equals(NodeAddress.UNKNOWN))
                .toList());
        return journal.describe();
    }

    /** What the front doors of the node work with. */
    public Broker broker() {
        return broker;
    }

    /** Completes when the controller lets the node serve: its logs are open. */
    public CompletionStage<@Nullable Void> serving() {
        return serving;
    }

    /** Whether the node may serve: it asks the controller first when it has stood still. */
    public Pulse pulse() {
        return pulse;
    }

    /** Whether no other broker stays, as far as this node knows: all are fenced, or leave too. */
    public boolean isLast() {
        return ControlledShutdown.isLast(broker.metadata().image(), broker.nodeId());
    }

    /** Closes every replica; completes with the broker epoch to remember for a clean start. */
    public CompletionStage<Long> stop() {
        CompletableFuture<Long> done = new CompletableFuture<>();
        // No thread may work on a log's files after its replica is closed.
        cleaner.tell(new LogCleaner.Stop(ended -> actor.tell(new NodeActor.ShutDown(done::complete))));
        return done;
    }

    private static Behavior<Controller.Command> controller(int nodeId, BrokerSettings settings, PeerProbe probe) {
        ControllerDefaults defaults = new ControllerDefaults(
                settings.getInt("num.partitions"),
                settings.getInt("default.replication.factor"),
                ControllerDefaults.MAX_PARTITIONS_PER_REQUEST,
                new PartitionRules(
                        settings.getInt("min.insync.replicas"), settings.getBoolean("unclean.leader.election.enable")),
                new UpkeepSettings(
                        settings.getLong("ottla.self.heal.after.ms"),
                        settings.getBoolean("auto.leader.rebalance.enable"),
                        TimeUnit.SECONDS.toMillis(settings.getLong("leader.imbalance.check.interval.seconds"))));
        return ControllerGuardian.create(nodeId, new ControllerDecisions(defaults, new SecureRandom()), probe);
    }
}
