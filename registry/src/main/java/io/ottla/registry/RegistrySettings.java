package io.ottla.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How the registry reaches its log.
 *
 * @param clients settings of Kafka's clients; {@code bootstrap.servers} at least
 * @param topic the log
 * @param replicas how many copies of it there should be; fewer where there are fewer brokers
 * @param timeout how long a request may take before it is given up
 * @param schemaLimit the longest schema, in characters
 */
public record RegistrySettings(
        Map<String, Object> clients, String topic, int replicas, Duration timeout, int schemaLimit) {
    /** The topic that existing tools look for. */
    public static final String TOPIC = "_schemas";

    /** Takes an immutable copy. */
    public RegistrySettings {
        clients = Map.copyOf(clients);
    }

    /** The usual ones, for a cluster: topic {@code _schemas}, three copies, 20 s, 10 Mi characters. */
    public static RegistrySettings of(String bootstrap) {
        return new RegistrySettings(Map.of("bootstrap.servers", bootstrap), TOPIC, 3, Duration.ofSeconds(20), 10 << 20);
    }

    /** The longest record: a schema stands in it as text in JSON, where many of its characters need a second one. */
    public int recordLimit() {
        return 4 * schemaLimit + (1 << 20);
    }

    /** The clients' settings with these over them, and with what costs and is not needed switched off. */
    public Map<String, Object> clients(Map<String, Object> own) {
        Map<String, Object> result = new HashMap<>(Map.of(
                "client.id",
                "ottla-registry",
                "request.timeout.ms",
                (int) timeout.toMillis() / 2,
                "enable.metrics.push",
                false,
                "metric.reporters",
                ""));
        result.putAll(clients);
        result.putAll(own);
        return result;
    }
}
