package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import io.ottla.server.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One node of {@link DevNodes}: a process like this one, run with {@code start}. */
final class DevNode {
    private static final String READY = "Ottla is ready";

    private final int number;
    private final Path data;
    private final HostAndPort kafka;
    private final HostAndPort http;
    private final List<String> arguments;
    private @Nullable Process process;

    DevNode(
            int number,
            Path data,
            HostAndPort kafka,
            HostAndPort http,
            HostAndPort akka,
            String join,
            Map<String, String> settings) {
        this.number = number;
        this.data = data;
        this.kafka = kafka;
        this.http = http;
        arguments = new ArrayList<>(List.of("start", "--node-id", String.valueOf(number), "--data", data.toString()));
        arguments.addAll(List.of("--kafka", kafka.toString(), "--http", http.toString()));
        arguments.addAll(List.of("--akka", akka.toString(), "--join", join));
        Map<String, String> all = new HashMap<>(settings);
        // Nobody else is coming: the first member of a group need not wait for others.
        all.putIfAbsent("group.initial.rebalance.delay.ms", "0");
        all.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
    }

    int number() {
        return number;
    }

    Path data() {
        return data;
    }

    HostAndPort kafka() {
        return kafka;
    }

    HostAndPort http() {
        return http;
    }

    /** What starts it again. */
    List<String> arguments() {
        return arguments;
    }

    long pid() {
        return started().pid();
    }

    boolean isAlive() {
        return started().isAlive();
    }

    /** Asks it to end; what it still says can be read, which {@link Process#destroy} would not allow. */
    void end() {
        started().toHandle().destroy();
    }

    void kill() {
        started().toHandle().destroyForcibly();
    }

    /**
     * Starts it.
     *
     * @param out gets its lines, marked with its number
     * @param ready run when it says that it is ready
     * @param ended given its exit code
     */
    void start(Consumer<String> out, Runnable ready, IntConsumer ended) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-D" + NodeProcess.ENDS_WITH_INPUT + "=true");
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(arguments);
        try {
            Process child =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process = child;
            Thread reader = new Thread(() -> read(child, out, ready), "ottla-node-" + number);
            reader.setDaemon(true);
            reader.start();
            child.onExit().thenAccept(dead -> ended.accept(dead.exitValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    private void read(Process child, Consumer<String> out, Runnable ready) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.run();
                } else {
                    out.accept("[" + number + "] " + line);
                }
            }
        } catch (IOException ended) {
            out.accept("[" + number + "] nothing more can be read: " + ended.getMessage());
        }
    }

    private Process started() {
        if (process == null) {
            throw new IllegalStateException("node " + number + " was not started");
        }
        return process;
    }
}
