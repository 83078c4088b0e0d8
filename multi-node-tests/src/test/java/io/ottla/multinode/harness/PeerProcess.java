package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A program of others that runs until it is ended: an application, a worker. It may be killed and started again, with the same
 * arguments in the same folder. Not thread-safe.
 */
public final class PeerProcess {
    private static final Duration END_WITHIN = Duration.ofSeconds(60);

    private final String name;
    private final List<String> command;
    private final Path dir;
    private Process process;
    private int starts;

    PeerProcess(String name, Path dir, List<String> command) {
        this.name = name;
        this.command = List.copyOf(command);
        this.dir = dir;
        this.process = launch();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it said since its last start. */
    public String log() {
        return Folders.read(output());
    }

    /** Ends it as a crash does, and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, and waits until it has. */
    public void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** Starts it again after its end. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " still runs as process " + process.pid());
        }
        process = launch();
    }

    /** Writes a thread dump beside its logs, and returns the folder of both. */
    Path keepEvidence() {
        if (process.isAlive()) {
            ThreadDump.write(process.pid(), dir.resolve("threads-" + starts + ".txt"));
        }
        return dir;
    }

    private Process launch() {
        starts++;
        try {
            return Children.register(new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output().toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    private void awaitEnd() {
        Awaitility.await("end of " + name).atMost(END_WITHIN).until(() -> !process.isAlive());
    }

    private Path output() {
        return dir.resolve("log-" + starts + ".txt");
    }
}
