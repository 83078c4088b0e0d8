package io.ottla.http.access;

import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.HttpsConnectionContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS by the settings that Kafka's own ports have: keys and certificates as PEM, PKCS12 or JKS.
 *
 * @param server for the front
 * @param client for calls to the fronts of other nodes
 */
public record Tls(HttpsConnectionContext server, HttpsConnectionContext client) {
    private static final String KEYSTORE = SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG;
    private static final String CLIENT_AUTH = "ssl.client.auth";

    /**
     * TLS by these settings, whose names begin with {@code ssl.}; none if they name no keystore.
     *
     * @throws IllegalArgumentException that says what is wrong with them
     */
    public static Optional<Tls> of(Map<String, String> settings) {
        return settings.containsKey(KEYSTORE) ? Optional.of(new Tls(factory(settings))) : Optional.empty();
    }

    private Tls(DefaultSslEngineFactory factory) {
        this(
                ConnectionContext.httpsServer(() -> factory.createServerSslEngine("", 0)),
                ConnectionContext.httpsClient((host, port) -> factory.createClientSslEngine(host, port, "https")));
    }

    private static DefaultSslEngineFactory factory(Map<String, String> settings) {
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        try {
            factory.configure(config(settings));
            factory.createServerSslEngine("", 0);
        } catch (KafkaException | IllegalArgumentException e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new IllegalArgumentException("TLS cannot be set up: " + reason.getMessage(), e);
        }
        return factory;
    }

    private static Map<String, Object> config(Map<String, String> settings) {
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        Map<String, Object> config = new HashMap<>(known.parse(new HashMap<>(settings)));
        config.put(CLIENT_AUTH, settings.getOrDefault(CLIENT_AUTH, "none"));
        return config;
    }
}
