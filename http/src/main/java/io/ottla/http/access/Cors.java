package io.ottla.http.access;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.ottla.http.JsonError;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The pages of which sites a browser may let call: none unless they are named. A browser keeps other sites from reading answers
 * by itself, but not from opening WebSockets, which are therefore refused here.
 *
 * @param origins such as {@code https://console.example.com}; {@code *} for all
 */
record Cors(Set<String> origins) {
    private static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String EXPOSED = "Location, Content-Type, WWW-Authenticate";
    private static final String SECONDS = "600";

    /** The answer to a browser that asks first, and the refusal of a WebSocket from elsewhere. */
    Optional<HttpResponse> answer(HttpRequest request) {
        Optional<String> origin = header(request, "Origin");
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        if (allows(origin.get())) {
            return isPreflight(request) ? Optional.of(allowance(request)) : Optional.empty();
        }
        boolean socket = request.getAttribute(AttributeKeys.webSocketUpgrade).isPresent();
        return socket && !isOwn(request, origin.get())
                ? Optional.of(
                        JsonError.response(StatusCodes.FORBIDDEN, "WebSockets from pages of this site are not allowed"))
                : Optional.empty();
    }

    /** The answer with leave for the page to read it. */
    HttpResponse complete(HttpRequest request, HttpResponse response) {
        if (origins.isEmpty()) {
            return response;
        }
        HttpResponse varying = response.addHeader(RawHeader.create("Vary", "Origin"));
        return header(request, "Origin")
                .filter(this::allows)
                .map(origin -> varying.addHeader(RawHeader.create("Access-Control-Allow-Origin", origin))
                        .addHeader(RawHeader.create("Access-Control-Expose-Headers", EXPOSED)))
                .orElse(varying);
    }

    private boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethods.OPTIONS)
                && header(request, "Access-Control-Request-Method").isPresent();
    }

    private static HttpResponse allowance(HttpRequest request) {
        return HttpResponse.create()
                .withStatus(StatusCodes.NO_CONTENT)
                .addHeader(RawHeader.create("Access-Control-Allow-Methods", ALLOWED_METHODS))
                .addHeader(RawHeader.create(
                        "Access-Control-Allow-Headers",
                        header(request, "Access-Control-Request-Headers")
                                .orElse("Content-Type, Accept, Authorization")))
                .addHeader(RawHeader.create("Access-Control-Max-Age", SECONDS));
    }

    private static boolean isOwn(HttpRequest request, String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null
                    && header(request, "Host")
                            .filter(authority::equalsIgnoreCase)
                            .isPresent();
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value().strip());
    }
}
