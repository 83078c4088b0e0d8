package io.ottla.protocol.api;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The error messages of responses: what the decider said, else Kafka's own sentence for the code, null for no error. */
final class Words {
    private Words() {}

    /** The message that goes with this code; {@code said} may be empty. */
    static @Nullable String of(Errors error, String said) {
        if (error == Errors.NONE) {
            return null;
        }
        return said.isEmpty() ? error.message() : said;
    }
}
