package io.ottla.actors.journal;

/** Another writer has taken the journal over. */
public final class SupersededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long epoch;

    SupersededException(long epoch) {
        super("the journal was taken over by a writer of epoch " + epoch);
        this.epoch = epoch;
    }

    /** The other writer's epoch. */
    public long epoch() {
        return epoch;
    }
}
