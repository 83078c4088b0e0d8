package io.ottla.http.health;

/** What one part of the node says about itself. */
public sealed interface Health {
    /** The part serves. */
    record Ready() implements Health {}

    /**
     * The part does not serve yet, or no longer.
     *
     * @param reason one sentence for an operator, without secrets: anybody who reaches the port can read it
     */
    record NotReady(String reason) implements Health {}

    /** The part serves. */
    static Health ready() {
        return new Ready();
    }

    /** The part does not serve, and why. */
    static Health notReady(String reason) {
        return new NotReady(reason);
    }
}
