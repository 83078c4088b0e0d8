package io.ottla.http.rest;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The clients that the proxy shares among all requests: one for administration and one that produces. Each is made by the
 * first request that needs it. Thread-safe.
 */
public final class KafkaClients implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final RestSettings settings;
    private final Executor executor;
    private @Nullable Admin admin;
    private @Nullable Producer<byte[], byte[]> producer;
    private final ClusterReach reach = new ClusterReach(this::admin);
    private boolean closed;

    KafkaClients(RestSettings settings, ActorSystem<?> system) {
        this.settings = settings;
        this.executor = system.executionContext();
    }

    /** What the clients were made from. */
    public RestSettings settings() {
        return settings;
    }

    /**
     * Asks the cluster. The result is delivered on the dispatcher and not on the client's own thread, which must not be held.
     */
    public <T> CompletionStage<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return question.apply(admin())
                .toCompletionStage()
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        reach.suspect(failure);
                    }
                })
                .thenApplyAsync(answer -> answer, executor);
    }

    /** Whether the cluster answers. */
    ClusterReach reach() {
        return reach;
    }

    /** The client for administration. */
    public synchronized Admin admin() {
        Admin known = admin;
        if (known == null) {
            requireOpen();
            int timeout = (int) settings.clientTimeout().toMillis();
            known = Admin.create(Map.of(
                    "bootstrap.servers",
                    settings.bootstrapServers(),
                    "client.id",
                    "ottla-rest-admin",
                    "default.api.timeout.ms",
                    timeout,
                    "request.timeout.ms",
                    timeout,
                    "metric.reporters",
                    "",
                    "enable.metrics.push",
                    false));
            admin = known;
        }
        return known;
    }

    /** The producer; it acknowledges what all replicas in sync have. */
    public synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> known = producer;
        if (known == null) {
            requireOpen();
            Map<String, Object> config = new HashMap<>();
            config.put("bootstrap.servers", settings.bootstrapServers());
            config.put("client.id", "ottla-rest-producer");
            config.put("acks", "all");
            config.put("max.block.ms", settings.maxBlock().toMillis());
            config.put("metadata.max.age.ms", 30_000);
            config.put("max.request.size", 16 << 20);
            config.put("batch.size", 64 << 10);
            config.put("metric.reporters", "");
            config.put("enable.metrics.push", false);
            known = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            producer = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(CLOSE_TIMEOUT);
        }
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the REST proxy is closed");
        }
    }
}
