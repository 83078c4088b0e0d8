package io.ottla.server.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams as commands use them: results go to {@code out}, everything said about them to {@code err}.
 *
 * @param in where records come from
 * @param out buffered, UTF-8 whatever the locale says; whoever waits after printing must flush it
 * @param err for messages, unbuffered
 * @param errIsTerminal whether a person watches {@code err}, who likes to see progress
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean errIsTerminal) {
    /** Set by the launcher, which can ask the system what Java cannot. */
    private static final String ERR_IS_TERMINAL = "ottla.stderr.terminal";

    private static final int OUT_BUFFER_BYTES = 64 * 1024;

    /** The process's own streams. */
    static Console ofProcess() {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Console(System.in, out, err, Boolean.getBoolean(ERR_IS_TERMINAL));
    }
}
