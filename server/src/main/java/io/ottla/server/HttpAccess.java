package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.http.FrontAccess;
import io.ottla.http.access.AccessGate;
import io.ottla.http.access.JwtSettings;
import io.ottla.http.access.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may come to the node's HTTP port, as its settings say.
 *
 * @param tls its certificate, if it has one
 * @param front for its fronts
 */
record HttpAccess(Optional<Tls> tls, FrontAccess front) {
    private static final String PREFIX = "ottla.http.";
    private static final String SSL = PREFIX + "ssl.";
    static final String USERS = PREFIX + "basic.users.file";
    static final String TOKENS = PREFIX + "bearer.tokens.file";
    static final String KEYS = PREFIX + "bearer.jwks.url";
    static final String ISSUER = PREFIX + "bearer.jwt.issuer";
    static final String AUDIENCE = PREFIX + "bearer.jwt.audience";
    static final String ORIGINS = PREFIX + "cors.origins";

    /**
     * Reads the settings, and the files that they name.
     *
     * @throws StartFailure if one of them cannot be used
     */
    static HttpAccess of(ActorSystem<?> system, NodeSettings settings) {
        try {
            Optional<Tls> tls = Tls.of(sslSettings(settings.broker().given()));
            AccessGate gate = AccessGate.of(
                    system,
                    settings.broker().findString(USERS).map(Path::of),
                    settings.broker().findString(TOKENS).map(Path::of),
                    signed(settings.broker()),
                    settings.broker().getList(ORIGINS));
            return new HttpAccess(tls, new FrontAccess(tls.map(Tls::server), gate));
        } catch (IllegalArgumentException e) {
            throw StartFailure.usage("the HTTP port cannot be guarded as its settings say: " + e.getMessage());
        }
    }

    private static Optional<JwtSettings> signed(BrokerSettings broker) {
        return broker.findString(KEYS)
                .map(URI::create)
                .map(keys -> new JwtSettings(keys, broker.findString(ISSUER), broker.findString(AUDIENCE)));
    }

    /** Whether the settings ask callers who they are. */
    static boolean authenticates(Map<String, String> given) {
        return given.containsKey(USERS)
                || given.containsKey(TOKENS)
                || given.containsKey(KEYS)
                || (speaksTls(given) && "required".equals(given.get(SSL + "client.auth")));
    }

    /** How URLs of the port begin, by these settings. */
    static String scheme(Map<String, String> given) {
        return speaksTls(given) ? "https://" : "http://";
    }

    private static boolean speaksTls(Map<String, String> given) {
        return given.containsKey(SSL + "keystore.location");
    }

    private static Map<String, String> sslSettings(Map<String, String> given) {
        Map<String, String> ssl = new HashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(SSL)) {
                ssl.put(name.substring(PREFIX.length()), value);
            }
        });
        return ssl;
    }
}
