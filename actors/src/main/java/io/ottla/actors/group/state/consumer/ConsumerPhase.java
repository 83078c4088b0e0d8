package io.ottla.actors.group.state.consumer;

/** Where a consumer group stands. */
public enum ConsumerPhase {
    /** There is no such group. */
    DEAD("Dead"),
    /** It has no members. */
    EMPTY("Empty"),
    /** Something changed for which no targets have been computed yet. */
    ASSIGNING("Assigning"),
    /** Members are on their way to their targets. */
    RECONCILING("Reconciling"),
    /** Everybody has what it is to have. */
    STABLE("Stable");

    private final String label;

    ConsumerPhase(String label) {
        this.label = label;
    }

    /** The name that clients know. */
    public String label() {
        return label;
    }
}
