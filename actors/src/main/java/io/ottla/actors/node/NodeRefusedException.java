package io.ottla.actors.node;

/** The cluster does not take this node: its message tells the operator what to do. */
public final class NodeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeRefusedException(String message) {
        super(message);
    }
}
