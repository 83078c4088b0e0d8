package io.ottla.server;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.ottla.actors.Broker;
import io.ottla.actors.node.BrokerNode;
import io.ottla.http.HttpFront;
import io.ottla.http.RouteSource;
import io.ottla.http.endpoint.EndpointTimings;
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

/** Makes the node's HTTP front of what its parts have to say. */
final class HttpFronts {
    private HttpFronts() {}

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
     * Starts it; it fails when the address is in use.
     *
     * @param parts what it serves beside health and metrics
     * @param timings what the parts' calls took
     */
    static CompletionStage<HttpFront> start(
            ActorSystem<?> system,
            HostAndPort address,
            BrokerNode node,
            RequestMetrics metrics,
            List<RouteSource> parts,
            EndpointTimings timings) {
        Broker broker = node.broker();
        String listener = broker.settings().get().listeners().get(0).name();
        NodeStats stats = new NodeStats(broker, metrics, listener);
        List<RouteSource> sources = new ArrayList<>();
        sources.add(new HealthRoutes(List.of(new BrokerHealth(broker))));
        sources.add(new MetricsRoutes(
                () -> NodeMetrics.registry(stats, SeriesLimits.defaults(), timings),
                system.dispatchers().lookup(DispatcherSelector.blocking())));
        sources.addAll(parts);
        return HttpFront.start(system, address.host(), address.port(), sources);
    }

    /** Stops it; one that never started is stopped already. */
    static CompletionStage<Done> stop(CompletionStage<HttpFront> starting) {
        return starting.handle((front, failure) ->
                        failure == null ? front.stop() : CompletableFuture.<Done>completedFuture(Done.getInstance()))
                .thenCompose(stopped -> stopped);
    }
}
