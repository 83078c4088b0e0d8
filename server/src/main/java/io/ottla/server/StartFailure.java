package io.ottla.server;

/**
 * The node cannot start and an operator can do something about it: a busy port, a locked or foreign data folder, a setting
 * that is wrong. The message is one line that says what to do; it is shown without a stack trace.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The process's exit code when the machine or the data folder is in the way. */
    public static final int FAILED = 1;

    /** The process's exit code when options or settings are wrong. */
    public static final int USAGE = 2;

    private final int exitCode;

    private StartFailure(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private StartFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The machine, a port or the data folder is in the way. */
    public static StartFailure failed(String message) {
        return new StartFailure(message, FAILED);
    }

    /** The machine, a port or the data folder is in the way, and the cause knows more. */
    public static StartFailure failed(String message, Throwable cause) {
        return new StartFailure(message, FAILED, cause);
    }

    /** An option or a setting is wrong. */
    public static StartFailure usage(String message) {
        return new StartFailure(message, USAGE);
    }

    /** What the process should exit with. */
    public int exitCode() {
        return exitCode;
    }
}
