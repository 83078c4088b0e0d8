package io.ottla.registry;

/** The log cannot be read or written now; whether a write is in it is not known. Trying again is safe. */
public final class RegistryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is known about it. */
    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without a cause. */
    public RegistryUnavailable(String message) {
        super(message);
    }
}
