package io.ottla.actors.coordinator.format;

/** A record of a coordinator is not what its key or version says. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was read and what was expected. */
    public MalformedRecordException(String message) {
        super(message);
    }
}
