package io.ottla.actors.group.state.consumer;

import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Why something was not done. */
public record Refusal(Errors error, Optional<String> message) {
    /** An error and what was wrong. */
    public static Refusal of(Errors error, String message) {
        return new Refusal(error, Optional.of(message));
    }
}
