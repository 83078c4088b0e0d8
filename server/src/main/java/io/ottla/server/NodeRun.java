package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.membership.Membership;
import io.ottla.actors.membership.MembershipSettings;
import io.ottla.actors.node.BrokerNode;
import io.ottla.actors.node.NodeIdentity;
import io.ottla.protocol.link.TcpLinks;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.protocol.net.KafkaPort;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of a node: its folders, its actor system, its broker, its ports. {@link #start} puts them together in the
 * order in which they need each other. It ends either by {@link #close}, which leaves the cluster and flushes every log, or by
 * {@link #abandon}, when the cluster has gone on without it.
 */
final class NodeRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeRun.class);
    private static final long START_TIMEOUT_SECONDS = 120;
    private static final long STOP_TIMEOUT_SECONDS = 60;

    private final NodeOptions options;
    private final NodeResources resources;
    private final Abandoned abandoned;

    private NodeRun(NodeOptions options, NodeResources resources, Abandoned abandoned) {
        this.options = options;
        this.resources = resources;
        this.abandoned = abandoned;
    }

    /** What is closed, in this order, when there is no time or nobody to take leave of. */
    private record Abandoned(KafkaPort port, NodeResources http, ActorSystem<Void> system, OpenDisks disks) {}

    /**
     * Starts; it serves when this returns. It waits for other nodes as long as it takes, and begins anew, as a new incarnation, when its
     * actor system ends meanwhile: those that it was joining are gone, or have gone on without it.
     */
    static NodeRun start(NodeOptions options, NodeSettings settings) {
        while (true) {
            try {
                return startOnce(options, settings);
            } catch (Awaits.EndedFirst beforeItServed) {
                log.warn("the node's actor system ended before it served; it starts again as a new incarnation");
            }
        }
    }

    private static NodeRun startOnce(NodeOptions options, NodeSettings settings) {
        NodeResources resources = new NodeResources();
        try {
            return start(options, settings, resources);
        } catch (RuntimeException failure) {
            try {
                resources.close();
            } catch (RuntimeException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    private static NodeRun start(NodeOptions options, NodeSettings settings, NodeResources resources) {
        HttpFronts.requireFree(options.http());
        settings.conventionalHttp(options.http()).forEach(HttpFronts::requireFree);
        FoundFolders found = FoundFolders.look(options.dataDir(), settings.logDirs(), settings.nodeId());
        // The actor system and the folders are the two slow parts, and need nothing of each other.
        CompletableFuture<ActorSystem<Void>> starting = ActorSystems.start(options, found);
        AtomicBoolean last = new AtomicBoolean();
        resources.add(() -> ActorSystems.stop(starting, last.get()));
        RequestMetrics metrics = new RequestMetrics();
        KafkaPort port = KafkaPorts.bind(settings.broker(), metrics);
        resources.add(port);
        OpenDisks opened = OpenDisks.open(found, settings.broker());
        resources.add(opened);

        ActorSystem<Void> system = starting.join();
        Membership membership = Membership.start(system, membership(options, settings, found));
        DataFolders folders = found.format(
                Awaits.doneUnlessEnded(membership.admitted(), system.getWhenTerminated()), membership.address());
        NodeOptions bound = options.withPorts(
                port.addresses().get(0).getPort(),
                options.http().port(),
                membership.address().port());
        HostAndPort advertised = settings.advertised(options, bound.kafka().port());
        BrokerNode broker = BrokerNode.start(
                system,
                identity(settings, folders, advertised, opened),
                settings.broker(),
                opened.disks(),
                membership,
                TcpLinks::create,
                Clock.systemUTC());
        resources.add(() -> {
            // A node that never served has nothing to hand over.
            if (broker.serving().toCompletableFuture().isDone()) {
                opened.closedCleanlyAt(Awaits.done(broker.stop(), STOP_TIMEOUT_SECONDS));
                last.set(broker.isLast());
            }
        });
        NodeResources http = new NodeResources();
        resources.add(http);
        CompletionStage<HostAndPort> front =
                new NodeHttp(options, settings, advertised).start(system, broker, metrics, http);

        Awaits.doneUnlessEnded(membership.entered(), system.getWhenTerminated());
        Awaits.doneUnlessEnded(broker.serving(), system.getWhenTerminated());
        port.serve(KafkaPorts.handlers(broker.broker(), metrics), broker.pulse());
        int httpPort = Awaits.done(front, START_TIMEOUT_SECONDS).port();
        return new NodeRun(
                bound.withPorts(bound.kafka().port(), httpPort, bound.akka().port()),
                resources,
                new Abandoned(port, http, system, opened));
    }

    private static MembershipSettings membership(NodeOptions options, NodeSettings settings, FoundFolders found) {
        return new MembershipSettings(
                found.journal(),
                options.join().addresses(),
                options.join().expected(options.reachedAt()),
                settings.nodeId(),
                found.belonging());
    }

    private static NodeIdentity identity(
            NodeSettings settings, DataFolders folders, HostAndPort advertised, OpenDisks opened) {
        return new NodeIdentity(
                folders.nodeId(),
                folders.clusterId(),
                UUID.randomUUID(),
                advertised.host(),
                advertised.port(),
                settings.broker().findString("broker.rack"),
                folders.journalId(),
                folders.logDirIds(),
                opened.cleanShutdownEpoch());
    }

    /** Its options with the ports that it got. */
    NodeOptions options() {
        return options;
    }

    /** Completes when its actor system has ended, by {@link #close} or by itself. */
    CompletionStage<?> whenTerminated() {
        return abandoned.system().getWhenTerminated();
    }

    /**
     * Ends it as a crash would: sockets first, then the actor system, then the disks, once no thread works on them any more.
     *
     * @throws IllegalStateException if a thread does not leave a disk
     */
    void abandon() {
        abandoned.port().close();
        abandoned.http().close();
        ActorSystems.end(abandoned.system());
        abandoned.disks().close();
    }

    /** Stops serving, flushes and closes every log, leaves the cluster, and ends. */
    @Override
    public void close() {
        resources.close();
    }
}
