package io.ottla.http.access;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.ottla.http.JsonError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who may call: users with a password (basic authentication), or whoever has a token (bearer). Health is told to everybody,
 * because load balancers and orchestrators have no secrets.
 *
 * @param users names and passwords, if users may call
 * @param tokens names and tokens, if tokens count
 */
record Callers(Optional<Secrets> users, Optional<Secrets> tokens) {
    private static final String HEALTH = "/health/";
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    /** The refusal of a call that nobody known makes. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        boolean anybody = users.isEmpty() && tokens.isEmpty();
        if (anybody || request.getUri().path().startsWith(HEALTH) || isKnown(request)) {
            return Optional.empty();
        }
        HttpResponse refusal = JsonError.response(StatusCodes.UNAUTHORIZED, "HTTP 401 Unauthorized");
        if (users.isPresent()) {
            refusal =
                    refusal.addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"ottla\", charset=\"UTF-8\""));
        }
        if (tokens.isPresent()) {
            refusal = refusal.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"ottla\""));
        }
        return Optional.of(refusal);
    }

    /** Looks whether the files have changed. May block. */
    void refresh() {
        users.ifPresent(Secrets::refresh);
        tokens.ifPresent(Secrets::refresh);
    }

    private boolean isKnown(HttpRequest request) {
        String value = request.getHeader("Authorization")
                .map(header -> header.value().strip())
                .orElse("");
        if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return users.filter(known ->
                            isUser(known, value.substring(BASIC.length()).strip()))
                    .isPresent();
        }
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && tokens.filter(known ->
                                known.holds(value.substring(BEARER.length()).strip()))
                        .isPresent();
    }

    private static boolean isUser(Secrets known, String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon > 0 && known.holds(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
