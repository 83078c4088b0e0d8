package io.ottla.serdes;

import io.ottla.serdes.registry.CachingRegistry;
import io.ottla.serdes.registry.HttpRegistry;
import io.ottla.serdes.registry.InMemoryRegistry;
import io.ottla.serdes.registry.RegistryClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** Makes the registry client that the settings ask for. */
public final class Registries {
    private Registries() {}

    /** A client with a memory. */
    public static RegistryClient of(SerdeSettings settings) {
        long ttl = settings.getLong(SerdeSettings.LATEST_TTL_SECONDS);
        return new CachingRegistry(
                connect(settings),
                settings.getInt(SerdeSettings.CACHE_CAPACITY),
                ttl < 0 ? Duration.ofDays(36_500).toMillis() : Math.multiplyExact(ttl, 1000));
    }

    private static RegistryClient connect(SerdeSettings settings) {
        List<String> addresses = settings.addresses();
        if (addresses.isEmpty()) {
            throw new ConfigException(SerdeSettings.URL, addresses, "names no registry");
        }
        String first = addresses.get(0);
        if (first.startsWith(InMemoryRegistry.SCHEME)) {
            return InMemoryRegistry.ofScope(first.substring(InMemoryRegistry.SCHEME.length()));
        }
        List<URI> uris = addresses.stream().map(Registries::uri).toList();
        return new HttpRegistry(
                uris.stream().map(Registries::withoutUser).toList(),
                authorization(settings, uris.get(0)),
                Duration.ofMillis(settings.getInt(SerdeSettings.CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(settings.getInt(SerdeSettings.READ_TIMEOUT_MS)));
    }

    private static URI uri(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(SerdeSettings.URL, address, e.getMessage());
        }
        throw new ConfigException(SerdeSettings.URL, address, "must be like http://host:8080");
    }

    private static URI withoutUser(URI uri) {
        String user = uri.getRawUserInfo();
        return user == null ? uri : URI.create(uri.toString().replace(user + "@", ""));
    }

    private static Optional<String> authorization(SerdeSettings settings, URI address) {
        if (settings.word(SerdeSettings.BEARER_SOURCE).equals("STATIC_TOKEN")) {
            return Optional.of(
                    "Bearer " + settings.getPassword(SerdeSettings.BEARER_TOKEN).value());
        }
        String source = settings.word(SerdeSettings.BASIC_SOURCE);
        Optional<String> user =
                switch (source) {
                    case "URL" -> Optional.ofNullable(address.getUserInfo());
                    case "USER_INFO" ->
                        Optional.of(settings.getPassword(SerdeSettings.BASIC_USER_INFO)
                                .value());
                    default ->
                        throw new ConfigException(SerdeSettings.BASIC_SOURCE, source, "must be URL or USER_INFO");
                };
        return user.map(value -> "Basic " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
}
