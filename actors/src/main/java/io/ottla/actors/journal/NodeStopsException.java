package io.ottla.actors.journal;

/** This node's journal ends with the node: nothing that anybody has to look after. */
public final class NodeStopsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeStopsException() {
        super("the node stops");
    }
}
