package io.ottla.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;

/** Stands before all routes of a front: lets a request through, or answers it itself. Called on the default dispatcher. */
public interface Gate {
    /** Lets everything through and changes nothing. */
    Gate OPEN = new Gate() {
        @Override
        public Passage pass(HttpRequest request) {
            return new Passage.Through(request);
        }

        @Override
        public HttpResponse complete(HttpRequest request, HttpResponse response) {
            return response;
        }
    };

    /** What becomes of a request. */
    sealed interface Passage {
        /** It goes on to the routes, with what the gate has found out about it. */
        record Through(HttpRequest request) implements Passage {}

        /** It does not get to the routes. */
        record Answered(HttpResponse response) implements Passage {}
    }

    /** Looks at a request before the routes do. */
    Passage pass(HttpRequest request);

    /** The routes' answer with what the client is to be told besides. */
    HttpResponse complete(HttpRequest request, HttpResponse response);
}
