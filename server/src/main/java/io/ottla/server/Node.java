package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.node.BrokerNode;
import io.ottla.actors.node.NodeIdentity;
import io.ottla.http.HttpFront;
import io.ottla.http.endpoint.EndpointTimings;
import io.ottla.http.rest.RestProxy;
import io.ottla.protocol.link.TcpLinks;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.protocol.net.KafkaPort;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its folders, its actor system, its broker, its ports. {@link #start} puts them together in the order in which they
 * need each other, and {@link #close} takes them apart in the other.
 */
public final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final long START_TIMEOUT_SECONDS = 120;
    private static final long STOP_TIMEOUT_SECONDS = 60;

    private final NodeResources resources;
    private final HostAndPort kafka;
    private final HostAndPort http;
    private final ActorSystem<?> system;

    private Node(NodeResources resources, HostAndPort kafka, HostAndPort http, ActorSystem<?> system) {
        this.resources = resources;
        this.kafka = kafka;
        this.http = http;
        this.system = system;
    }

    /**
     * Starts a node; it serves when this returns.
     *
     * @throws StartFailure if it cannot start, in words for its operator
     */
    public static Node start(NodeOptions options) {
        NodeResources resources = new NodeResources();
        try {
            return start(options, resources);
        } catch (RuntimeException failure) {
            StartFailure told = startFailure(failure);
            closeAfter(told, resources);
            throw told;
        }
    }

    private static Node start(NodeOptions options, NodeResources resources) {
        NodeSettings settings = NodeSettings.of(options);
        logWhatDoesNothing(settings);
        resources.add(FolderLock.take(DataFolders.journal(options.dataDir())));
        HttpFronts.requireFree(options.http());
        DataFolders folders = DataFolders.open(options.dataDir(), settings.logDirs(), settings.nodeId());
        // The actor system and the folders are the two slow parts, and need nothing of each other.
        CompletableFuture<ActorSystem<Void>> starting = ActorSystems.start(options, folders);
        resources.add(() -> ActorSystems.stop(starting));

        RequestMetrics metrics = new RequestMetrics();
        KafkaPort port = KafkaPorts.bind(settings.broker(), metrics);
        resources.add(port);
        HostAndPort kafka = options.kafka().withPort(port.addresses().get(0).getPort());
        OpenDisks opened = OpenDisks.open(folders, settings.broker());
        resources.add(opened);

        ActorSystem<Void> system = starting.join();
        HostAndPort advertised = settings.advertised(kafka.port());
        NodeIdentity identity = new NodeIdentity(
                folders.nodeId(),
                folders.clusterId(),
                UUID.randomUUID(),
                advertised.host(),
                advertised.port(),
                settings.broker().findString("broker.rack"),
                folders.journalId(),
                folders.logDirIds(),
                opened.cleanShutdownEpoch());
        BrokerNode broker = BrokerNode.start(
                system, identity, settings.broker(), opened.disks(), TcpLinks::create, Clock.systemUTC());
        resources.add(() -> opened.closedCleanlyAt(await(broker.stop(), STOP_TIMEOUT_SECONDS)));
        CompletableFuture<HostAndPort> reachable = new CompletableFuture<>();
        EndpointTimings timings = new EndpointTimings();
        RestProxy rest = RestProxies.create(system, advertised, reachable::join, timings);
        resources.add(rest);
        CompletionStage<HttpFront> front =
                HttpFronts.start(system, options.http(), broker, metrics, List.of(rest), timings);
        resources.add(() -> await(HttpFronts.stop(front), STOP_TIMEOUT_SECONDS));
        front.thenAccept(bound -> {
            HostAndPort listening = options.http().withPort(bound.address().getPort());
            reachable.complete(
                    listening.isWildcard() ? new HostAndPort(advertised.host(), listening.port()) : listening);
        });

        await(broker.serving(), START_TIMEOUT_SECONDS);
        port.serve(KafkaPorts.handlers(broker.broker(), metrics), broker.pulse());
        HostAndPort http = options.http()
                .withPort(await(front, START_TIMEOUT_SECONDS).address().getPort());
        return new Node(resources, kafka, http, system);
    }

    /** Where the Kafka port listens. */
    public HostAndPort kafka() {
        return kafka;
    }

    /** Where the HTTP port listens. */
    public HostAndPort http() {
        return http;
    }

    /** Completes when the node has ended, by {@link #close} or by itself. */
    public CompletionStage<?> whenTerminated() {
        return system.getWhenTerminated();
    }

    /** Stops serving, flushes and closes every log, and ends. Harmless when called again. */
    @Override
    public void close() {
        resources.close();
    }

    private static void logWhatDoesNothing(NodeSettings settings) {
        settings.broker().noEffect().forEach((name, why) -> log.warn("the setting {} has no effect: {}", name, why));
        settings.broker().ignored().forEach((name, why) -> log.info("the setting {} is ignored: {}", name, why));
    }

    private static <T extends @Nullable Object> T await(CompletionStage<T> stage, long seconds) {
        try {
            return stage.toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done after " + seconds + " s; the log says where it stands", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** What went wrong first is what the operator is told. */
    private static void closeAfter(StartFailure failure, NodeResources resources) {
        try {
            resources.close();
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Failures that an operator can do something about are told in one line; others keep their cause for the log. */
    private static StartFailure startFailure(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure known) {
                return known;
            }
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return StartFailure.failed("the node cannot start: " + cause.getMessage(), failure);
    }
}
