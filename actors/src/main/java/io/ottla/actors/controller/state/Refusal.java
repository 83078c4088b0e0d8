package io.ottla.actors.controller.state;

import org.apache.kafka.common.protocol.Errors;

/** Why a command cannot be done; never leaves this package: the decision turns it into an answer. */
final class Refusal extends RuntimeException {
    private final Errors error;
    private final String words;

    Refusal(Errors error, String words) {
        super(words, null, false, false);
        this.error = error;
        this.words = words;
    }

    Errors error() {
        return error;
    }

    String words() {
        return words;
    }
}
