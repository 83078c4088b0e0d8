package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A node: a process of the real jar, started by the real launcher. It may be killed, stopped and started again on the same
 * data and ports. Its output lies in files, so nothing here has threads of its own. Not thread-safe.
 */
public final class OttlaProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration END_WITHIN = Duration.ofSeconds(90);

    private final NodeSettings settings;
    private final Path dir;
    private NodeAddresses addresses;
    private Process process;
    private int starts;

    private OttlaProcess(NodeSettings settings) {
        this.settings = settings;
        this.dir = Folders.fresh(Build.nodes(), settings.name());
        this.addresses = settings.place().addresses();
        this.process = launch();
    }

    /** Starts a node and waits for its ready line. */
    public static OttlaProcess start(NodeSettings settings) {
        OttlaProcess node = launch(settings);
        node.awaitReady();
        return node;
    }

    /** Starts a node that may have to wait for others before it is ready. */
    public static OttlaProcess launch(NodeSettings settings) {
        return new OttlaProcess(settings);
    }

    /** Kafka's {@code bootstrap.servers}. The same after a restart. */
    public String bootstrap() {
        return addresses.kafka();
    }

    /** Where it listens. The same after a restart. */
    public NodeAddresses addresses() {
        return addresses;
    }

    /** Its data folder. */
    public Path data() {
        return settings.data().orElse(dir.resolve("data"));
    }

    /** The process's number, which is the JVM's: the launcher became it. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it said to its user since its last start. */
    public String said() {
        return Folders.read(output());
    }

    /** The process's log since its last start. */
    public String log() {
        return Folders.read(errors());
    }

    /** Resident memory in bytes: heap, direct buffers, everything. */
    public long residentBytes() {
        return Folders.read(Path.of("/proc/" + pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no memory figure for process " + pid()));
    }

    /** How many files, sockets and pipes it has open. */
    public long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot count the open files of process " + pid(), e);
        }
    }

    /** Ends it as a crash does, and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, as Ctrl-C and service managers do, waits, and returns its exit code. */
    public int terminate() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    /** Halts it where it stands; its sockets stay open and nobody answers. */
    public void sigstop() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void sigcont() {
        signal("CONT");
    }

    /** Starts it again after its end, on the same data and ports, and waits for its ready line. */
    public void restart() {
        relaunch();
        awaitReady();
    }

    /** Starts it again after its end, on the same data and ports. */
    public void relaunch() {
        requireEnded();
        process = launch();
    }

    /** Deletes its data after its end, as a new disk does. */
    public void wipe() {
        requireEnded();
        Folders.delete(data());
    }

    private void requireEnded() {
        if (process.isAlive()) {
            throw new IllegalStateException("node " + settings.name() + " still runs as process " + pid());
        }
    }

    /** Writes a thread dump beside the logs, and returns the folder of both. */
    public Path keepEvidence() {
        if (process.isAlive()) {
            ThreadDump.write(pid(), dir.resolve("threads-" + starts + ".txt"));
        }
        return dir;
    }

    /** Ends the process, if it is there, and leaves its folder. */
    @Override
    public void close() {
        if (process.isAlive()) {
            sigcont();
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Ends the process and deletes its folder: for a test that passed. */
    public void closeAndForget() {
        close();
        Folders.delete(dir);
    }

    private Process launch() {
        ClassArchive.makeOnce();
        starts++;
        List<String> command = new ArrayList<>(settings.place().inside());
        command.add(Build.launcher().toString());
        command.addAll(settings.command());
        command.addAll(List.of("--data", data().toString()));
        command.addAll(List.of("--kafka", addresses.kafka(), "--http", addresses.http()));
        settings.settings().forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output().toFile()).redirectError(errors().toFile());
        // The jar under test is the one the build made.
        builder.environment().put("OTTLA_BUILD", "off");
        builder.environment().putAll(settings.environment());
        try {
            return Children.register(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Waits until it says that it is ready; fails when it ends instead. */
    public void awaitReady() {
        Awaitility.await("ready line of node " + settings.name())
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive()
                        || NodeAddresses.find(Folders.read(output())).isPresent());
        Optional<NodeAddresses> found = NodeAddresses.find(Folders.read(output()));
        addresses = found.orElseThrow(() -> new IllegalStateException(
                "node " + settings.name() + " ended with " + process.exitValue() + " before it was ready:\n" + log()));
    }

    private void awaitEnd() {
        Awaitility.await("end of node " + settings.name())
                .atMost(END_WITHIN)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive());
    }

    private void signal(String name) {
        ClientProcess.command("kill", "-" + name, String.valueOf(pid())).output();
    }

    private Path output() {
        return dir.resolve("stdout-" + starts + ".log");
    }

    private Path errors() {
        return dir.resolve("stderr-" + starts + ".log");
    }
}
