package io.ottla.actors.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** Reads and checks the values of a topic, group or subscription, one by one. */
final class OverrideCheck {
    private OverrideCheck() {}

    /** Kafka's sentence about the first wrong value, by name; names must be known. */
    static Optional<String> findFault(Catalogue catalogue, Map<String, String> overrides) {
        return overrides.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> fault(catalogue.get(entry.getKey()), entry.getValue()).stream())
                .findFirst();
    }

    /** The values that can be read; names that are unknown, and values of another version's making, are left out. */
    static Map<String, Object> readable(Catalogue catalogue, Map<String, String> overrides) {
        Map<String, Object> values = new HashMap<>();
        overrides.forEach((name, text) -> catalogue
                .find(name)
                .filter(setting -> fault(setting, text).isEmpty())
                .ifPresent(setting -> values.put(name, setting.parse(text))));
        return values;
    }

    private static Optional<String> fault(Setting setting, String text) {
        try {
            setting.parse(text);
            return Optional.empty();
        } catch (ConfigException wrong) {
            return Optional.of(ParsedValues.message(setting.name(), setting, wrong));
        }
    }
}
