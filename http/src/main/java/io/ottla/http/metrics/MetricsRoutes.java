package io.ottla.http.metrics;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.handle;
import static akka.http.javadsl.server.Directives.path;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ottla.http.RouteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}: every meter of the node, as Prometheus text 0.0.4 or as OpenMetrics by the Accept header. The
 * registry is made by the first scrape, so that the node's start does not pay for it.
 */
public final class MetricsRoutes implements RouteSource {
    private static final int TYPICAL_BYTES = 64 << 10;

    private final Supplier<PrometheusMeterRegistry> create;
    private final Executor executor;
    private @Nullable PrometheusMeterRegistry registry;

    /**
     * Scrapes the registry that {@code create} makes.
     *
     * @param create called by the first scrape, and again by the next one should it fail
     * @param executor runs the scrapes, which take milliseconds where there are thousands of series: not the dispatcher
     *     that serves requests
     */
    public MetricsRoutes(Supplier<PrometheusMeterRegistry> create, Executor executor) {
        this.create = create;
        this.executor = executor;
    }

    @Override
    public Route route() {
        return path(
                "metrics",
                () -> get(() -> handle(request -> {
                    ScrapeFormat format = ScrapeFormat.acceptedBy(request);
                    return CompletableFuture.supplyAsync(() -> scrape(format), executor);
                })));
    }

    private HttpResponse scrape(ScrapeFormat format) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(TYPICAL_BYTES);
        try {
            registry().scrape(text, format.mediaType());
        } catch (IOException e) {
            throw new UncheckedIOException("metrics could not be written to memory", e);
        }
        return HttpResponse.create()
                .withEntity(HttpEntities.create(format.contentType(), ByteString.fromArrayUnsafe(text.toByteArray())));
    }

    private synchronized PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry made = registry;
        if (made == null) {
            made = create.get();
            registry = made;
        }
        return made;
    }
}
