package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a command that reads shows what it found. */
final class OutputOptions {
    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    /** Prints the value as JSON if that was asked for, else as the given method does for people. */
    void print(PrintStream out, Object value, Consumer<PrintStream> forPeople) {
        if (json) {
            Json.print(out, value);
        } else {
            forPeople.accept(out);
        }
    }
}
