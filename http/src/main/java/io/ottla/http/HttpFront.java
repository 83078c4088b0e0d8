package io.ottla.http;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.event.Logging;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The node's HTTP server, bound to one address. Created by the node when the parts it serves are up, and stopped by it
 * before they go down. Thread-safe; requests are handled on the actor system's default dispatcher.
 */
public final class HttpFront {
    private final ServerBinding binding;
    private final HttpLimits limits;
    private final Cancellable watching;
    private @Nullable CompletionStage<Done> stopped;

    private HttpFront(ServerBinding binding, HttpLimits limits, Cancellable watching) {
        this.binding = binding;
        this.limits = limits;
        this.watching = watching;
    }

    /** Plain HTTP for everybody, with {@link HttpLimits#defaults()}. */
    public static CompletionStage<HttpFront> start(
            ActorSystem<?> system, String host, int port, List<RouteSource> sources) {
        return start(system, host, port, sources, HttpLimits.defaults(), FrontAccess.open());
    }

    /**
     * Binds the address and serves the sources' routes, the first that accepts a request answering it.
     *
     * @param port 0 picks a free one, see {@link #address()}
     * @return fails with an {@link UncheckedIOException} that names the address when it cannot be bound
     */
    public static CompletionStage<HttpFront> start(
            ActorSystem<?> system,
            String host,
            int port,
            List<RouteSource> sources,
            HttpLimits limits,
            FrontAccess access) {
        DefaultTls.defer();
        ConnectionWatch watch = new ConnectionWatch(limits.head(), limits.idle(), System::nanoTime);
        ServerBuilder plain = Http.get(system).newServerAt(host, port);
        return access.tls()
                .map(plain::enableHttps)
                .orElse(plain)
                .logTo(Logging.getLogger(system.classicSystem(), FrontHandler.class))
                .adaptSettings(settings -> FrontSettings.limited(settings, limits, watch))
                .bind(new FrontHandler(system, sources, limits, access.gate(), watch))
                .handle((binding, failure) -> {
                    if (failure != null) {
                        throw cannotListen(host, port, failure);
                    }
                    return new HttpFront(
                            binding,
                            limits,
                            system.scheduler()
                                    .scheduleWithFixedDelay(
                                            watch.interval(),
                                            watch.interval(),
                                            watch::sweep,
                                            system.executionContext()));
                });
    }

    /** Where the server listens, with the port that was picked when 0 was asked for. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /**
     * Stops listening at once, lets requests that are being answered finish within {@link HttpLimits#stop()} and closes
     * every connection. May be called more than once.
     */
    public synchronized CompletionStage<Done> stop() {
        CompletionStage<Done> stopping = stopped;
        if (stopping == null) {
            stopping = binding.terminate(limits.stop()).thenApply(terminated -> {
                watching.cancel();
                return Done.getInstance();
            });
            stopped = stopping;
        }
        return stopping;
    }

    private static UncheckedIOException cannotListen(String host, int port, Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null
                && (reason instanceof CompletionException || !(reason instanceof IOException))) {
            reason = reason.getCause();
        }
        IOException cause = reason instanceof IOException io ? io : new IOException(reason.getMessage(), failure);
        return new UncheckedIOException(
                "cannot listen for HTTP on " + host + ":" + port + ": " + cause.getMessage(), cause);
    }
}
