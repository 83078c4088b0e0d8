package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What every thread of a JVM was doing when a test failed. */
final class ThreadDump {
    private ThreadDump() {}

    static void write(long pid, Path file) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ClientProcess.Result dump = ClientProcess.command(jcmd.toString(), String.valueOf(pid), "Thread.print")
                .within(Duration.ofSeconds(20))
                .run();
        try {
            Files.writeString(file, dump.out() + dump.err());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
