package io.ottla.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has opened; closed in the reverse order, each whatever became of the others. */
final class NodeResources implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeResources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    synchronized void add(AutoCloseable resource) {
        open.push(resource);
    }

    /** Closes everything once; the first failure is thrown when all is closed. */
    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.error("a part of the node could not be closed", e);
                first = first == null ? new IllegalStateException("the node was not closed cleanly", e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
