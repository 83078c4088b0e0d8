package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.node.BrokerNode;
import io.ottla.http.HttpFront;
import io.ottla.http.endpoint.EndpointTimings;
import io.ottla.http.health.HealthCheck;
import io.ottla.http.health.TriedHealth;
import io.ottla.http.registry.RegistryRoutes;
import io.ottla.http.rest.ProduceLimits;
import io.ottla.http.rest.RestProxy;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.registry.RegistrySettings;
import io.ottla.registry.SchemaRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Everything of a node that speaks HTTP. Its parts reach the node, or the cluster that its
 * settings name, as any other client does, and begin when they are asked.
 */
final class NodeHttp {
    private static final long STOP_TIMEOUT_SECONDS = 60;

    private final NodeOptions options;
    private final NodeSettings settings;
    private final HostAndPort advertised;

    /**
     * Of a node.
     *
     * @param advertised where clients reach its Kafka port
     */
    NodeHttp(NodeOptions options, NodeSettings settings, HostAndPort advertised) {
        this.options = options;
        this.settings = settings;
        this.advertised = advertised;
    }

    /**
     * Starts it on every address it has.
     *
     * @param resources gets what is to be closed before the broker stops
     * @return where the node's own HTTP port listens, when all of them do
     */
    CompletionStage<HostAndPort> start(
            ActorSystem<?> system, BrokerNode broker, RequestMetrics metrics, NodeResources resources) {
        CompletableFuture<HostAndPort> reachable = new CompletableFuture<>();
        EndpointTimings timings = new EndpointTimings();
        String kafka =
                settings.broker().findString("ottla.http.bootstrap.servers").orElseGet(advertised::toString);
        SchemaRegistry registry = new SchemaRegistry(RegistrySettings.of(kafka));
        resources.add(registry);
        HttpAccess access = HttpAccess.of(system, settings);
        RestProxy rest = RestProxies.create(
                system,
                kafka,
                () -> HttpAccess.scheme(options.settings()) + reachable.join(),
                timings,
                registry,
                access.tls(),
                new ProduceLimits(
                        settings.broker().getLong("ottla.http.produce.max.records.per.sec"),
                        settings.broker().getLong("ottla.http.produce.max.bytes.per.sec")));
        resources.add(rest);
        HttpFronts fronts = new HttpFronts(
                system,
                HttpFronts.sources(
                        system,
                        broker,
                        metrics,
                        List.of(health(registry), rest.health()),
                        List.of(new RegistryRoutes(system, timings, registry), rest),
                        timings),
                access.front());
        resources.add(() -> {
            // With the actor system the fronts have ended too.
            if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                fronts.stop().toCompletableFuture().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        });
        CompletionStage<HostAndPort> front = fronts.start(options.http()).thenApply(this::listening);
        front.thenAccept(bound ->
                reachable.complete(bound.isWildcard() ? new HostAndPort(advertised.host(), bound.port()) : bound));
        CompletableFuture<?>[] others = settings.conventionalHttp(options.http())
                .map(fronts::start)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        return front.thenCombine(CompletableFuture.allOf(others), (bound, ignored) -> bound);
    }

    private static HealthCheck health(SchemaRegistry registry) {
        return new TriedHealth(
                "registry",
                () -> registry.trouble().map(reason -> "its log cannot be used: " + reason),
                () -> registry.read(image -> image));
    }

    private HostAndPort listening(HttpFront front) {
        return options.http().withPort(front.address().getPort());
    }
}
