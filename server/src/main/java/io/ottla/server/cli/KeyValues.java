package io.ottla.server.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads options of the form {@code key=value}, of which the value may contain further equals signs or be empty. */
final class KeyValues {
    private KeyValues() {}

    /** One pair. */
    static Map.Entry<String, String> parse(String option, String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new UsageError(option + " takes key=value, not '" + text + "'");
        }
        return Map.entry(text.substring(0, equals).strip(), text.substring(equals + 1));
    }

    /** All pairs in their order; a key given twice counts as last given. */
    static Map<String, String> parseAll(String option, List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            Map.Entry<String, String> pair = parse(option, text);
            pairs.put(pair.getKey(), pair.getValue());
        }
        return pairs;
    }
}
