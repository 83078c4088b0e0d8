package io.ottla.protocol.api;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * What became of a request to change one resource's settings.
 *
 * @param asked the request
 * @param error the code for the client
 * @param message what was wrong, empty when nothing was or the code says it all
 */
record ConfigOutcome(ConfigAsked asked, Errors error, String message) {
    /** The request was refused. */
    static ConfigOutcome refused(ConfigAsked asked, ConfigRefusal refusal) {
        return new ConfigOutcome(asked, refusal.error(), refusal.message());
    }

    /** All requests had the same end. */
    static List<ConfigOutcome> all(List<ConfigAsked> asked, Errors error) {
        return asked.stream().map(one -> new ConfigOutcome(one, error, "")).toList();
    }
}
