package io.ottla.protocol.net;

/** The bytes of a connection are no requests; it cannot be read any further. */
final class BadFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message, null, false, false);
    }
}
