package io.ottla.testkit.rest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.http.HttpFront;
import io.ottla.http.health.HealthCheck;
import io.ottla.http.rest.RestProxy;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.RestSettingsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A REST proxy of its own in front of a cluster: several of them are the nodes of a proxy without a sticky instance. */
final class ProxyNode implements AutoCloseable {
    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "proxy");
    private final AtomicReference<String> url = new AtomicReference<>();
    private final RestProxy proxy;
    private final HttpFront front;

    ProxyNode(String bootstrapServers, UnaryOperator<RestSettingsBuilder> change) {
        proxy = new RestProxy(
                system,
                () -> change.apply(RestSettings.builder(bootstrapServers, url.get()))
                        .build(),
                (endpoint, status, nanos) -> {},
                Optional.empty());
        front = await(HttpFront.start(system, "127.0.0.1", 0, List.of(proxy)));
        url.set("http://127.0.0.1:" + front.address().getPort());
    }

    static ProxyNode at(String bootstrapServers) {
        return new ProxyNode(bootstrapServers, settings -> settings);
    }

    HealthCheck health() {
        return proxy.health();
    }

    RestClient client() {
        return new RestClient(url.get());
    }

    String url() {
        return url.get();
    }

    /** The node is gone from one moment to the next: nobody is told, and nothing is committed. */
    void die() {
        system.terminate();
        await(system.getWhenTerminated());
    }

    @Override
    public void close() {
        await(front.stop());
        proxy.close();
        die();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
