package io.ottla.serdes.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refused a request or could not be reached; a serializer passes it on to the application. */
public final class RegistryException extends SerializationException {
    private static final long serialVersionUID = 1;

    /** The code of an error that is not the registry's own: it was not reached, or did not answer as one. */
    public static final int UNREACHABLE = -1;

    private final int errorCode;

    /** A refusal. */
    public RegistryException(int errorCode, String message) {
        super(message + (errorCode == UNREACHABLE ? "" : " (error code " + errorCode + ")"));
        this.errorCode = errorCode;
    }

    /** A failure on the way. */
    public RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.errorCode = UNREACHABLE;
    }

    /** The registry's error code such as 40403 (schema not found), or {@link #UNREACHABLE}. */
    public int errorCode() {
        return errorCode;
    }
}
