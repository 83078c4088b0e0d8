package io.ottla.server;

import io.ottla.actors.membership.MembershipRefusedException;
import io.ottla.actors.node.NodeRefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node. It holds the lock of its folder from {@link #start} to {@link #close}; in between it is one incarnation after the
 * other: when the cluster has gone on without it, so that its actor system has ended, it starts anew by itself on the same
 * folders and ports (safety rule M4).
 */
public final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final FolderLock lock;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile NodeRun run;
    private @Nullable Thread again;
    private boolean closing;

    private Node(FolderLock lock, NodeRun run) {
        this.lock = lock;
        this.run = run;
    }

    /**
     * Starts a node; it serves when this returns. A node that is to join others waits for them as long as it takes, and says in
     * the log what it waits for.
     *
     * @throws StartFailure if it cannot start, in words for its operator
     */
    public static Node start(NodeOptions options) {
        try {
            NodeSettings settings = NodeSettings.of(options);
            logWhatDoesNothing(settings);
            FolderLock lock = FolderLock.take(FoundFolders.journal(options.dataDir()));
            try {
                Node node = new Node(lock, NodeRun.start(options, settings));
                node.watch();
                return node;
            } catch (RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            throw startFailure(failure);
        }
    }

    /** Where the Kafka port listens. */
    public HostAndPort kafka() {
        return run.options().kafka();
    }

    /** Where the HTTP port listens. */
    public HostAndPort http() {
        return run.options().http();
    }

    /** Where other nodes reach it. */
    public HostAndPort akka() {
        return run.options().akka();
    }

    /** Completes when the node has ended by {@link #close} or {@link #kill}; fails when it ended by itself for good. */
    public CompletionStage<?> whenTerminated() {
        return ended;
    }

    /** Stops serving, flushes and closes every log, leaves the cluster, and ends. Harmless when called again. */
    @Override
    public void close() {
        end(NodeRun::close);
    }

    /** Ends as a crash does: the other nodes are told nothing, and the next start finds no clean shutdown. */
    public void kill() {
        end(NodeRun::abandon);
    }

    private interface Ending {
        void of(NodeRun run);
    }

    private void end(Ending ending) {
        if (!stopStartingAgain()) {
            return;
        }
        try {
            ending.of(run);
        } finally {
            lock.close();
            ended.complete(null);
        }
    }

    /** Whether this is the first call. */
    private boolean stopStartingAgain() {
        Thread starting;
        synchronized (this) {
            if (closing) {
                return false;
            }
            closing = true;
            starting = again;
        }
        if (starting != null) {
            starting.interrupt();
            try {
                starting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    private void watch() {
        run.whenTerminated().whenComplete((unused, failure) -> startAgain());
    }

    private synchronized void startAgain() {
        if (!closing) {
            again = new Thread(this::begin, "ottla-node");
            again.start();
        }
    }

    private void begin() {
        try {
            log.warn("the cluster has gone on without this node; it starts again as a new incarnation");
            run.abandon();
            run = NodeRun.start(run.options(), NodeSettings.of(run.options()));
            watch();
        } catch (RuntimeException e) {
            if (!isClosing()) {
                ended.completeExceptionally(startFailure(e));
            }
        }
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private static void logWhatDoesNothing(NodeSettings settings) {
        settings.broker().noEffect().forEach((name, why) -> log.warn("the setting {} has no effect: {}", name, why));
        settings.broker().ignored().forEach((name, why) -> log.info("the setting {} is ignored: {}", name, why));
    }

    /** Failures that an operator can do something about are told in one line; others keep their cause for the log. */
    private static StartFailure startFailure(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure known) {
                return known;
            }
            if (cause instanceof MembershipRefusedException || cause instanceof NodeRefusedException) {
                return StartFailure.failed(String.valueOf(cause.getMessage()), failure);
            }
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return StartFailure.failed("the node cannot start: " + cause.getMessage(), failure);
    }
}
