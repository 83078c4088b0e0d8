package io.ottla.http.rest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster answers. What times out may be the fault of one topic; so a request that did only has the cluster itself asked,
 * and that answer counts. Thread-safe.
 */
final class ClusterReach {
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(5).toMillis();

    private final Supplier<Admin> admin;
    private final AtomicReference<@Nullable CompletableFuture<String>> trying = new AtomicReference<>();
    private volatile @Nullable String trouble;

    ClusterReach(Supplier<Admin> admin) {
        this.admin = admin;
    }

    /** Why the cluster cannot be reached, if it could not be when it was last tried. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** A request has failed: if it may be that nobody answered, the cluster is tried. */
    void suspect(Throwable failure) {
        Throwable cause = KafkaFailures.cause(failure);
        if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
            var unused = tryAgain();
        }
    }

    /** Tries the cluster, unless that is being done. */
    CompletionStage<?> tryAgain() {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> running = trying.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        admin.get()
                .describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MS))
                .clusterId()
                .toCompletionStage()
                .whenComplete((id, failure) -> {
                    trouble = failure == null
                            ? null
                            : "its cluster cannot be reached: "
                                    + KafkaFailures.cause(failure).getMessage();
                    trying.set(null);
                    mine.complete(id);
                });
        return mine;
    }
}
