package io.ottla.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that is a whole process: starts it, says so, and keeps it until a signal ends it. Lives on the main thread; the
 * shutdown hook runs on its own.
 */
public final class NodeProcess {
    /** Set for a node that shall end when its standard input does: with the process that started it. */
    public static final String ENDS_WITH_INPUT = "ottla.ends.with.input";

    private final NodeOptions options;
    private final PrintStream out;
    private final String launcher;
    private final Logging logging;
    private volatile boolean ending;
    private volatile int exitCode;

    private NodeProcess(NodeOptions options, PrintStream out, String launcher, Logging logging) {
        this.options = options;
        this.out = out;
        this.launcher = launcher;
        this.logging = logging;
    }

    /**
     * Runs a node until the process is told to end (which then exits with 0), or until the node ends by itself.
     *
     * @param options what to start
     * @param out where the ready line goes
     * @param launcher the command the user typed
     * @param verbose whether the log tells details
     * @return the exit code for a node that ended by itself
     * @throws StartFailure if it cannot start
     */
    public static int run(NodeOptions options, PrintStream out, String launcher, boolean verbose) {
        return new NodeProcess(options, out, launcher, Logging.ofNode(verbose)).run();
    }

    private int run() {
        if (Boolean.getBoolean(ENDS_WITH_INPUT)) {
            endWithInput();
        }
        Exposure.warnings(options).forEach(warning -> log().warn(warning));
        Node node = start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node), "ottla-shutdown"));
        out.println(ReadyLine.of(
                node.kafka(),
                node.http(),
                HttpAccess.scheme(options.settings()),
                ProcessAge.seconds(Instant.now()),
                launcher));
        out.flush();
        return untilTerminated(node);
    }

    private static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        log().debug("standard input has ended", e);
                    }
                    System.exit(0);
                },
                "ottla-input");
        watch.setDaemon(true);
        watch.start();
    }

    private Node start() {
        try {
            Node node = Node.start(options);
            logToFile(options.dataDir().resolve("logs"));
            return node;
        } catch (StartFailure e) {
            log().debug("start failed", e);
            logging.stop();
            throw e;
        }
    }

    private void logToFile(Path dir) {
        try {
            Files.createDirectories(dir);
            logging.alsoTo(dir);
        } catch (IOException e) {
            log().warn("no log file in {}: {}; the log goes to standard error alone", dir, e.toString());
        }
    }

    private int untilTerminated(Node node) {
        try {
            node.whenTerminated().toCompletableFuture().join();
        } catch (CompletionException e) {
            log().error("the node has ended by itself", e.getCause());
        }
        exitCode = ending ? 0 : 1;
        return 1;
    }

    /** Ends the process at once afterwards: an exit code of 0 tells a service manager that nothing is amiss. */
    private void end(Node node) {
        ending = true;
        try {
            node.close();
            log().info("stopped");
        } catch (RuntimeException e) {
            log().error("the node did not stop cleanly; it will recover its logs at the next start", e);
            exitCode = 1;
        }
        logging.stop();
        Runtime.getRuntime().halt(exitCode);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(NodeProcess.class);
    }
}
