package io.ottla.multinode.http;

import java.io.IOException;
import java.util.function.Consumer;

/** A way to read a topic by HTTP that goes on at another node where it got to at the last one. Used by one thread, which another may have end. */
interface HttpReader extends AutoCloseable {
    /**
     * Reads at one node until it cannot go on there.
     *
     * @param node the URL of the node
     * @param taken gets every record
     * @throws IOException when the node, or the way to it, ends
     */
    void readAt(String node, Consumer<Taken> taken) throws IOException, InterruptedException;

    /** Ends a read that waits for the node to say something; called by another thread. */
    @Override
    default void close() throws IOException {}
}
