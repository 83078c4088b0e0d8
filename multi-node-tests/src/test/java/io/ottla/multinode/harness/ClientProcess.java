package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end: a client, a tool, {@code ottla} itself. Output goes through files, so a full pipe never
 * stops it.
 */
public final class ClientProcess {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private Duration timeout = USUAL_TIMEOUT;

    private ClientProcess(List<String> words) {
        this.words = List.copyOf(words);
    }

    /**
     * How a command ended.
     *
     * @param exitCode 0 if it says that it did what it was asked
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    public record Result(int exitCode, String out, String err) {
        /** Everything, for the message of a failed assertion. */
        public String story() {
            return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }

    /** A command and its arguments. */
    public static ClientProcess command(String... words) {
        return new ClientProcess(List.of(words));
    }

    static ClientProcess command(List<String> words) {
        return new ClientProcess(words);
    }

    /** What it reads from standard input; nothing otherwise. */
    public ClientProcess input(String text) {
        input = text;
        return this;
    }

    /** How long it may take; one minute otherwise. */
    public ClientProcess within(Duration limit) {
        timeout = limit;
        return this;
    }

    /** One more variable of its environment. */
    public ClientProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs it and returns its standard output; fails unless its exit code is 0. */
    public String output() {
        Result result = run();
        if (result.exitCode() != 0) {
            throw new AssertionError(words + " failed: " + result.story());
        }
        return result.out();
    }

    /** Runs it to its end, whatever that is; fails only when it takes too long. */
    public Result run() {
        Path dir = Folders.fresh(Path.of(System.getProperty("java.io.tmpdir")), "ottla-client");
        try {
            Files.writeString(dir.resolve("in"), input);
            Process process = start(dir);
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Result result =
                    new Result(process.exitValue(), Folders.read(dir.resolve("out")), Folders.read(dir.resolve("err")));
            if (!ended) {
                throw new AssertionError(words + " did not end within " + timeout + ": " + result.story());
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + words + " ran", e);
        } finally {
            Folders.delete(dir);
        }
    }

    private Process start(Path dir) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(dir.resolve("in").toFile())
                .redirectOutput(dir.resolve("out").toFile())
                .redirectError(dir.resolve("err").toFile());
        builder.environment().putAll(environment);
        return Children.register(builder.start());
    }
}
