package io.ottla.actors.config;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** What becomes of a request to change the settings of a resource: all of it, or nothing. */
public sealed interface AlterationResult {
    /**
     * The changes are right.
     *
     * @param changes the new value of each setting that changes, empty where it goes; settings that stay as they are
     *     do not occur
     */
    record Accepted(Map<String, Optional<String>> changes) implements AlterationResult {
        /** Copies the changes. */
        public Accepted {
            changes = Map.copyOf(changes);
        }
    }

    /**
     * They are not.
     *
     * @param error as Kafka answers it
     * @param message what is wrong, without secrets
     */
    record Refused(Errors error, String message) implements AlterationResult {}
}
