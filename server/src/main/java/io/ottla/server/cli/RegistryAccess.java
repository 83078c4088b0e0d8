package io.ottla.server.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * How a command makes itself known to a schema registry, and whom it trusts: from a file with the settings that serializers have.
 *
 * @param authorization the value of the Authorization header
 * @param tls the certificates that it trusts and may show; the JVM's own without it
 */
record RegistryAccess(Optional<String> authorization, Optional<SSLContext> tls) {
    static final RegistryAccess OPEN = new RegistryAccess(Optional.empty(), Optional.empty());

    private static final String USER = "basic.auth.user.info";
    private static final String TOKEN = "bearer.auth.token";
    private static final String PREFIX = "schema.registry.";
    private static final String SSL = "ssl.";

    /**
     * Reads the file.
     *
     * @throws CommandFailure that says what is wrong with it
     */
    static RegistryAccess of(Path file) {
        Map<String, String> settings = read(file);
        Optional<String> user = Optional.ofNullable(settings.get(USER))
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
        Optional<String> token = Optional.ofNullable(settings.get(TOKEN)).map(value -> "Bearer " + value);
        return new RegistryAccess(user.or(() -> token), tls(file, settings));
    }

    /** The settings without the prefix that sets them apart from those of a client's own connection. */
    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("cannot read --registry-config " + file + ": " + e);
        }
        Map<String, String> settings = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            if (!plain.equals(USER) && !plain.equals(TOKEN) && !plain.startsWith(SSL)) {
                throw new CommandFailure("--registry-config " + file + ": unknown setting " + name + "; known are "
                        + USER + ", " + TOKEN + " and " + PREFIX + SSL + "*");
            }
            settings.put(plain, properties.getProperty(name));
        }
        return settings;
    }

    private static Optional<SSLContext> tls(Path file, Map<String, String> settings) {
        Map<String, Object> ssl = new HashMap<>(settings);
        ssl.keySet().removeIf(name -> !name.startsWith(SSL));
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(known.parse(ssl));
            return Optional.of(factory.sslContext());
        } catch (KafkaException e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new CommandFailure("--registry-config " + file + ": TLS cannot be set up: " + reason.getMessage());
        }
    }
}
