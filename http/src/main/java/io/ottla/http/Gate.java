package io.ottla.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;

/** Stands before all routes of a front: lets a request through, or answers it itself. Called on the default dispatcher. */
public interface Gate {
    /** Lets everything through and changes nothing. */
    Gate OPEN = new Gate() {
        @Override
        public Optional<HttpResponse> answer(HttpRequest request) {
            return Optional.empty();
        }

        @Override
        public HttpResponse complete(HttpRequest request, HttpResponse response) {
            return response;
        }
    };

    /** The answer to a request that does not get to the routes; empty for one that does. */
    Optional<HttpResponse> answer(HttpRequest request);

    /** The routes' answer with what the client is to be told besides. */
    HttpResponse complete(HttpRequest request, HttpResponse response);
}
