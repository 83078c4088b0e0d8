package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;

/** The APIs a Kafka port serves: this list is what {@code ApiVersions} tells clients. Immutable. */
public final class ApiHandlers {
    private final Map<ApiKeys, ApiHandler<?, ?>> byApi;

    private ApiHandlers(Map<ApiKeys, ApiHandler<?, ?>> byApi) {
        this.byApi = byApi;
    }

    /**
     * These handlers and no others.
     *
     * @throws IllegalArgumentException when two of them serve the same API
     */
    public static ApiHandlers of(List<ApiHandler<?, ?>> handlers) {
        Map<ApiKeys, ApiHandler<?, ?>> byApi = new EnumMap<>(ApiKeys.class);
        for (ApiHandler<?, ?> handler : handlers) {
            ApiKeys api = handler.versions().api();
            if (byApi.putIfAbsent(api, handler) != null) {
                throw new IllegalArgumentException(api + " has two handlers");
            }
        }
        return new ApiHandlers(byApi);
    }

    /** These handlers and one for {@code ApiVersions} that lists them all. */
    public static ApiHandlers advertised(Broker broker, List<ApiHandler<?, ?>> handlers) {
        List<ApiHandler<?, ?>> all = new ArrayList<>(handlers);
        all.add(ApiVersionsHandler.create(
                broker, handlers.stream().map(ApiHandler::versions).toList()));
        return of(all);
    }

    /** The handler of an API, if it is served. */
    public Optional<ApiHandler<?, ?>> find(ApiKeys api) {
        return Optional.ofNullable(byApi.get(api));
    }

    /** Every handler, in the order of the API keys. */
    public Collection<ApiHandler<?, ?>> all() {
        return byApi.values();
    }
}
