package io.ottla.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds ports that others can reach and nobody guards. */
final class Exposure {
    private Exposure() {}

    /** One warning for each such port, for the log at start. */
    static List<String> warnings(NodeOptions options) {
        List<String> warnings = new ArrayList<>();
        if (!options.kafka().isLoopback() && !authenticates(options.settings())) {
            warnings.add(warning("Kafka", options.kafka()));
        }
        if (!options.http().isLoopback() && !HttpAccess.authenticates(options.settings())) {
            warnings.add(warning("HTTP", options.http()));
        }
        return warnings;
    }

    private static String warning(String port, HostAndPort address) {
        return "the " + port + " port listens on " + address
                + " without authentication: everyone who can reach it can read and change everything";
    }

    /** Whether Kafka's listeners ask clients who they are, by SASL or by certificate. */
    private static boolean authenticates(Map<String, String> settings) {
        String listeners =
                settings.getOrDefault("listeners", "") + settings.getOrDefault("listener.security.protocol.map", "");
        return listeners.toUpperCase(Locale.ROOT).contains("SASL_")
                || settings.getOrDefault("ssl.client.auth", "").equals("required");
    }
}
