package io.ottla.server.cli;

/** An option's value makes no sense. The message is one line that names the option; the exit code is 2. */
final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }

    UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
