package io.ottla.actors.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Reads texts as the types of broker settings. */
final class ParsedValues {
    private ParsedValues() {}

    /**
     * Reads what is known among the given values. Names with a listener's prefix are checked, and kept under their
     * full name.
     *
     * @param problems gets a sentence for each value that is not right; the value is left out
     */
    static Map<String, Object> parse(Map<String, String> given, List<String> problems) {
        Map<String, Object> parsed = new HashMap<>();
        given.keySet().stream()
                .sorted()
                .forEach(name -> ListenerPrefix.setting(name).ifPresent(setting -> {
                    try {
                        parsed.put(name, setting.parse(given.getOrDefault(name, "")));
                    } catch (ConfigException wrong) {
                        problems.add(message(name, setting, wrong));
                    }
                }));
        return parsed;
    }

    /** Kafka's sentence about a wrong value, without the value where it is secret. */
    static String message(String name, Setting setting, ConfigException wrong) {
        return setting.sensitive() ? "Invalid value for configuration " + name : String.valueOf(wrong.getMessage());
    }
}
