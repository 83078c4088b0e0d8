package io.ottla.http;

import akka.http.javadsl.server.Route;

/** A part of the node that answers HTTP requests: health, metrics, the REST proxy, the registry, Connect. */
public interface RouteSource {
    /**
     * The part's routes. They reject what is not theirs, so that another part may answer it, and never complete a path
     * they do not know. Asked once, on the thread of the first request that the server sees: what is expensive to load
     * belongs in here and not in the constructor.
     */
    Route route();
}
