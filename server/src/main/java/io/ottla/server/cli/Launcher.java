package io.ottla.server.cli;

/** How the user started this program, so that advice can be pasted as it stands. */
final class Launcher {
    private Launcher() {}

    /** {@code ./ottla}, or whatever path was typed. */
    static String name() {
        return System.getProperty("ottla.launcher", "./ottla");
    }
}
