package io.ottla.server;

import io.ottla.server.cli.OttlaCli;

/** Where the process begins: runs the command line and exits with what it returns. */
public final class Main {
    private Main() {}

    /** Runs {@code ottla} with its arguments. */
    public static void main(String[] arguments) {
        System.exit(OttlaCli.run(arguments));
    }
}
