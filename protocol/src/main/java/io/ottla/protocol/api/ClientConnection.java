package io.ottla.protocol.api;

import java.util.concurrent.Executor;

/** The connection of a request, as far as handlers may know it. */
public interface ClientConnection {
    /** A name for logs and fetch sessions, unique on this node. */
    String id();

    /**
     * The connection's event loop: work that must not race with its other requests. Never fails; once the node's port is
     * closed it runs nothing any more.
     */
    Executor eventLoop();

    /** Whether anybody is there to hear an answer. */
    default boolean isOpen() {
        return true;
    }

    /**
     * Runs a task on the event loop after a delay; cancelling is cheap. A task that is not due when the connection closes
     * never runs: nobody waits for what it would do.
     */
    Cancellable schedule(Runnable task, long delayMs);

    /**
     * Has this connection read from now on however much memory the requests of clients hold: it is another node's, and what they wait for
     * may depend on it.
     */
    default void servesCluster() {}

    /** Closes the connection after what is already answered (an error to a request that takes no response). */
    void closeAfterReplies();

    /** Something scheduled that may be called off. */
    interface Cancellable {
        /** Calls it off; harmless when it ran already. */
        void cancel();
    }
}
