package io.ottla.http;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.reject;
import static akka.http.javadsl.server.Directives.withRequestTimeoutResponse;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Every route of the node behind one function. Routes and what they need are loaded with the first request and not with
 * the node: a cold start pays for none of it.
 */
final class FrontHandler implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;

    private final transient ActorSystem<?> system;
    private final transient List<RouteSource> sources;
    private final transient HttpLimits limits;
    private final transient Gate gate;
    private final transient ConnectionWatch watch;
    private transient volatile @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> routes;

    FrontHandler(
            ActorSystem<?> system, List<RouteSource> sources, HttpLimits limits, Gate gate, ConnectionWatch watch) {
        this.system = system;
        this.sources = List.copyOf(sources);
        this.limits = limits;
        this.gate = gate;
        this.watch = watch;
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
        CompletableFuture<Done> answered = new CompletableFuture<>();
        request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .ifPresent(host -> watch.requested(remote(request), answered));
        return answer(request).thenApply(response -> watched(response, answered));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) throws Exception {
        if (request.entity().isStrict()) {
            return admitted(request);
        }
        RequestBody body = RequestBody.of(system, request, limits);
        return admitted(body.request()).thenApply(body::answeredWith);
    }

    private CompletionStage<HttpResponse> admitted(HttpRequest request) throws Exception {
        Gate.Passage passage = gate.pass(request);
        CompletionStage<HttpResponse> response = passage instanceof Gate.Passage.Through through
                ? routed(through.request())
                : CompletableFuture.completedFuture(((Gate.Passage.Answered) passage).response());
        return response.thenApply(answer -> gate.complete(request, answer));
    }

    private CompletionStage<HttpResponse> routed(HttpRequest request) throws Exception {
        Function<HttpRequest, CompletionStage<HttpResponse>> loaded = routes;
        return (loaded == null ? load() : loaded).apply(request);
    }

    private static InetSocketAddress remote(HttpRequest request) {
        RemoteAddress address =
                request.getAttribute(AttributeKeys.remoteAddress).orElseThrow();
        return new InetSocketAddress(address.getAddress().orElseThrow(), address.getPort());
    }

    /** A strict answer is out as soon as it is handed over, of a stream its end says so; and a WebSocket stays. */
    private static HttpResponse watched(HttpResponse response, CompletableFuture<Done> answered) {
        if (response.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
            return response;
        }
        HttpEntity entity = response.entity();
        if (entity.isStrict()) {
            answered.complete(Done.getInstance());
            return response;
        }
        Source<ByteString, Object> watching = entity.getDataBytes().watchTermination((started, ended) -> {
            AkkaStages.inPlace(ended).whenComplete((done, failure) -> answered.complete(Done.getInstance()));
            return started;
        });
        OptionalLong length = entity.getContentLengthOption();
        ResponseEntity watched = length.isPresent()
                ? HttpEntities.create(entity.getContentType(), length.getAsLong(), watching)
                : HttpEntities.createChunked(entity.getContentType(), watching);
        return response.withEntity(watched);
    }

    private synchronized Function<HttpRequest, CompletionStage<HttpResponse>> load() {
        Function<HttpRequest, CompletionStage<HttpResponse>> loaded = routes;
        if (loaded == null) {
            Function<HttpRequest, CompletionStage<HttpResponse>> everything =
                    everything().function(system);
            loaded = request -> AkkaStages.inPlace(everything.apply(request));
            routes = loaded;
        }
        return loaded;
    }

    private Route everything() {
        Route[] parts = sources.stream().map(RouteSource::route).toArray(Route[]::new);
        return withRequestTimeoutResponse(FrontHandler::tooSlow, () -> concat(reject(), parts))
                .seal(Refusals.rejections(), Refusals.exceptions());
    }

    private static HttpResponse tooSlow(HttpRequest request) {
        return JsonError.response(StatusCodes.SERVICE_UNAVAILABLE, "No answer was ready in time");
    }
}
