package io.ottla.server;

import akka.http.javadsl.server.Route;
import io.ottla.http.RouteSource;
import org.jspecify.annotations.Nullable;

/** A part's routes for several fronts: what they load is loaded once. */
final class AskedOnce implements RouteSource {
    private final RouteSource source;
    private @Nullable Route route;

    AskedOnce(RouteSource source) {
        this.source = source;
    }

    @Override
    public synchronized Route route() {
        Route asked = route == null ? source.route() : route;
        route = asked;
        return asked;
    }
}
