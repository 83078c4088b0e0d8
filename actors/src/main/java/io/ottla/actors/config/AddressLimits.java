package io.ottla.actors.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text of {@code max.connections.per.ip.overrides}: {@code host:limit,...}; the host may be an IPv6 address. */
final class AddressLimits {
    private static final Pattern ENTRY = Pattern.compile("\\s*(.+):(\\d{1,9})\\s*");

    private AddressLimits() {}

    /** The limits by host, of a text without problems. */
    static Map<String, Integer> read(String text) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        entries(text)
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .forEach(entry -> limits.put(entry.group(1), Integer.valueOf(entry.group(2))));
        return limits;
    }

    static Stream<String> problems(String text) {
        return entries(text)
                .filter(entry -> !ENTRY.matcher(entry).matches())
                .map(entry -> "max.connections.per.ip.overrides: '" + entry + "' is not host:limit");
    }

    private static Stream<String> entries(String text) {
        return Arrays.stream(text.split(",")).filter(entry -> !entry.isBlank());
    }
}
