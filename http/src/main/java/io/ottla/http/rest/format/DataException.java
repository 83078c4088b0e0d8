package io.ottla.http.rest.format;

/** Data that does not fit its format. The message is for the client. */
public final class DataException extends Exception {
    private static final long serialVersionUID = 1L;

    DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
