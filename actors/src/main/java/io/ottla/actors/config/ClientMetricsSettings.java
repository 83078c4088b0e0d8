package io.ottla.actors.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.protocol.Errors;

/** The settings of a subscription to client metrics (KIP-714). */
final class ClientMetricsSettings {
    /** What is wrong, with the error Kafka answers for it. */
    record Fault(Errors error, String message) {}

    private static final int LEAST_INTERVAL_MS = 100;
    private static final int MOST_INTERVAL_MS = 3_600_000;
    private static final Set<String> SELECTORS = Set.of(
            "client_instance_id",
            "client_id",
            "client_software_name",
            "client_software_version",
            "client_source_address",
            "client_source_port");

    private ClientMetricsSettings() {}

    /** What is wrong with the values a subscription is to have; empty if nothing is. */
    static Optional<Fault> findFault(Map<String, String> overrides) {
        return overrides.keySet().stream()
                .filter(name -> Catalogue.CLIENT_METRICS.find(name).isEmpty())
                .sorted()
                .findFirst()
                .map(name -> new Fault(Errors.INVALID_REQUEST, "Unknown client metrics configuration: " + name))
                .or(() -> OverrideCheck.findFault(Catalogue.CLIENT_METRICS, overrides)
                        .map(message -> new Fault(Errors.INVALID_CONFIG, message)))
                .or(() -> contradiction(overrides));
    }

    private static Optional<Fault> contradiction(Map<String, String> overrides) {
        SettingValues values = new SettingValues(
                Catalogue.CLIENT_METRICS, OverrideCheck.readable(Catalogue.CLIENT_METRICS, overrides));
        int interval = values.getInt("interval.ms");
        if (interval < LEAST_INTERVAL_MS || interval > MOST_INTERVAL_MS) {
            return Optional.of(new Fault(
                    Errors.INVALID_REQUEST,
                    "Invalid value " + interval + " for interval.ms, interval must be between " + LEAST_INTERVAL_MS
                            + " and " + MOST_INTERVAL_MS + " (1 hour)"));
        }
        return values.getList("match").stream()
                .filter(pattern -> !isPattern(pattern))
                .findFirst()
                .map(pattern -> new Fault(Errors.INVALID_CONFIG, "Illegal client matching pattern: " + pattern));
    }

    private static boolean isPattern(String selectorAndPattern) {
        List<String> parts = List.of(selectorAndPattern.split("=", 2));
        if (parts.size() != 2 || !SELECTORS.contains(parts.get(0).trim())) {
            return false;
        }
        try {
            Pattern.compile(parts.get(1).trim());
            return true;
        } catch (PatternSyntaxException notPattern) {
            return false;
        }
    }
}
