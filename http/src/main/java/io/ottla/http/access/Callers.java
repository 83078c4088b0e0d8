package io.ottla.http.access;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.ottla.http.Caller;
import io.ottla.http.Gate;
import io.ottla.http.JsonError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who may call: users with a password (basic authentication), or whoever has a token (bearer). Who shows a certificate that the port
 * trusts and says nothing else is called by its name. Health is told to everybody, because load balancers and orchestrators have no
 * secrets.
 *
 * @param users names and passwords, if users may call
 * @param tokens names and tokens, if tokens count
 * @param signed tokens that are signed, if they count
 */
record Callers(Optional<Secrets> users, Optional<Secrets> tokens, Optional<SignedTokens> signed) {
    private static final String HEALTH = "/health/";
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    /** Whether nobody is asked who he is. */
    boolean areAnybody() {
        return users.isEmpty() && tokens.isEmpty() && signed.isEmpty();
    }

    /** Lets a call through with the name of who makes it; refuses one that nobody known makes. */
    Gate.Passage pass(HttpRequest request) {
        Optional<String> user = areAnybody() ? certified(request) : known(request);
        if (user.isPresent()) {
            return new Gate.Passage.Through(Caller.named(request, user.get()));
        }
        return areAnybody() || request.getUri().path().startsWith(HEALTH)
                ? new Gate.Passage.Through(request)
                : new Gate.Passage.Answered(refusal());
    }

    /** Looks whether files and keys have changed. Blocks. */
    void refresh() {
        users.ifPresent(Secrets::refresh);
        tokens.ifPresent(Secrets::refresh);
        signed.ifPresent(SignedTokens::refresh);
    }

    private HttpResponse refusal() {
        HttpResponse refusal = JsonError.response(StatusCodes.UNAUTHORIZED, "HTTP 401 Unauthorized");
        if (users.isPresent()) {
            refusal =
                    refusal.addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"ottla\", charset=\"UTF-8\""));
        }
        if (tokens.isPresent() || signed.isPresent()) {
            refusal = refusal.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"ottla\""));
        }
        return refusal;
    }

    private Optional<String> known(HttpRequest request) {
        String value = request.getHeader("Authorization")
                .map(header -> header.value().strip())
                .orElse("");
        if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return users.flatMap(
                    known -> user(known, value.substring(BASIC.length()).strip()));
        }
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = value.substring(BEARER.length()).strip();
            return tokens.flatMap(known -> known.holder(token)).or(() -> signed.flatMap(known -> known.subject(token)));
        }
        return Optional.empty();
    }

    private static Optional<String> certified(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession).flatMap(info -> {
            try {
                return Optional.of(info.getSession().getPeerPrincipal().getName());
            } catch (SSLPeerUnverifiedException noCertificate) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> user(Secrets known, String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon > 0 && known.holds(text.substring(0, colon), text.substring(colon + 1))
                    ? Optional.of(text.substring(0, colon))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
