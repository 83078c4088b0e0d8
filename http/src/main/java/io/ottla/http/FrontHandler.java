package io.ottla.http;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.reject;
import static akka.http.javadsl.server.Directives.withRequestTimeoutResponse;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import java.util.List;
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
    private transient volatile @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> routes;

    FrontHandler(ActorSystem<?> system, List<RouteSource> sources) {
        this.system = system;
        this.sources = List.copyOf(sources);
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
        Function<HttpRequest, CompletionStage<HttpResponse>> loaded = routes;
        return (loaded == null ? load() : loaded).apply(request);
    }

    private synchronized Function<HttpRequest, CompletionStage<HttpResponse>> load() {
        Function<HttpRequest, CompletionStage<HttpResponse>> loaded = routes;
        if (loaded == null) {
            loaded = everything().function(system);
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
