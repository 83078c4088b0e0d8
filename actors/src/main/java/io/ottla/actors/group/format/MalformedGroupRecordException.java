package io.ottla.actors.group.format;

/** A record of the offsets topic is not what its key or version says. */
public final class MalformedGroupRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedGroupRecordException(String message) {
        super(message);
    }
}
