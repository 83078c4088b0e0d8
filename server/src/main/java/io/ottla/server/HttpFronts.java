package io.ottla.server;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.ottla.actors.Broker;
import io.ottla.actors.node.BrokerNode;
import io.ottla.http.FrontAccess;
import io.ottla.http.HttpFront;
import io.ottla.http.HttpLimits;
import io.ottla.http.RouteSource;
import io.ottla.http.endpoint.EndpointTimings;
import io.ottla.http.health.HealthCheck;
import io.ottla.http.health.HealthRoutes;
import io.ottla.http.metrics.MetricsRoutes;
import io.ottla.http.metrics.NodeMetrics;
import io.ottla.http.metrics.SeriesLimits;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.server.stats.NodeStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The node's HTTP fronts: one, or several addresses that serve the same. Thread-safe. */
final class HttpFronts {
    private final ActorSystem<?> system;
    private final List<RouteSource> sources;
    private final FrontAccess access;
    private final List<CompletionStage<HttpFront>> started = new ArrayList<>();

    /** Fronts that serve these to those who have access. */
    HttpFronts(ActorSystem<?> system, List<RouteSource> sources, FrontAccess access) {
        this.system = system;
        this.access = access;
        this.sources = sources.stream().<RouteSource>map(AskedOnce::new).toList();
    }

    /**
     * Looks whether the address can be had, before anything is started: the server itself listens only once the broker runs,
     * and would fail in many lines.
     *
     * @throws StartFailure if it is in use or not this machine's
     */
    static void requireFree(HostAndPort address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException e) {
            throw StartFailure.failed(
                    "cannot listen for HTTP on " + address + " (" + e.getMessage()
                            + "): stop what uses it, or choose another address with --http HOST:PORT",
                    e);
        }
    }

    /**
     * Everything that a node answers.
     *
     * @param checks what else must be ready beside the broker
     * @param parts what is served beside health and metrics
     * @param timings what the parts' calls took
     */
    static List<RouteSource> sources(
            ActorSystem<?> system,
            BrokerNode node,
            RequestMetrics metrics,
            List<HealthCheck> checks,
            List<RouteSource> parts,
            EndpointTimings timings) {
        Broker broker = node.broker();
        String listener = broker.settings().get().listeners().get(0).name();
        NodeStats stats = new NodeStats(broker, metrics, listener);
        List<HealthCheck> all = new ArrayList<>(checks);
        all.add(0, new BrokerHealth(broker));
        List<RouteSource> sources = new ArrayList<>();
        sources.add(new HealthRoutes(all));
        sources.add(new MetricsRoutes(
                () -> NodeMetrics.registry(stats, SeriesLimits.defaults(), timings),
                system.dispatchers().lookup(DispatcherSelector.blocking())));
        sources.addAll(parts);
        return sources;
    }

    /** Starts one; it fails when the address is in use. */
    synchronized CompletionStage<HttpFront> start(HostAndPort address) {
        CompletionStage<HttpFront> front =
                HttpFront.start(system, address.host(), address.port(), sources, HttpLimits.defaults(), access);
        started.add(front);
        return front;
    }

    /** Stops them all; one that never started is stopped already. */
    synchronized CompletionStage<Void> stop() {
        return CompletableFuture.allOf(started.stream()
                .map(starting -> stopped(starting).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static CompletionStage<Done> stopped(CompletionStage<HttpFront> starting) {
        return starting.handle((front, failure) ->
                        failure == null ? front.stop() : CompletableFuture.<Done>completedFuture(Done.getInstance()))
                .thenCompose(done -> done);
    }
}
