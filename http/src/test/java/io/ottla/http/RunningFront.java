package io.ottla.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server on a free port of the loopback interface, its actor system, and a client for it. */
public final class RunningFront implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final ActorSystem<Void> system;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpFront front;

    private RunningFront(HttpLimits limits, Function<ActorSystem<?>, FrontAccess> access, List<RouteSource> sources) {
        system = ActorSystem.create(Behaviors.empty(), "http-test");
        front = await(HttpFront.start(system, "127.0.0.1", 0, sources, limits, access.apply(system)));
    }

    public static RunningFront serving(RouteSource... sources) {
        return limitedTo(HttpLimits.defaults(), sources);
    }

    static RunningFront limitedTo(HttpLimits limits, RouteSource... sources) {
        return new RunningFront(limits, system -> FrontAccess.open(), List.of(sources));
    }

    /** A front with these limits to access. */
    public static RunningFront guarded(Function<ActorSystem<?>, FrontAccess> access, RouteSource... sources) {
        return new RunningFront(HttpLimits.defaults(), access, List.of(sources));
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address().getPort() + path);
    }

    InetSocketAddress address() {
        return front.address();
    }

    ActorSystem<Void> system() {
        return system;
    }

    Done stop() {
        return await(front.stop());
    }

    @Override
    public void close() {
        stop();
        system.terminate();
        await(system.getWhenTerminated());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
