package io.ottla.actors.node;

/**
 * What the actors of a node that hear from the controller share: the highest controller epoch heard of, and whether the node
 * is ready. Thread-safe.
 */
final class ControllerContact {
    private long epoch;
    private volatile boolean ready;

    /** Whether to listen to a controller of this epoch: none of a lower one than any before (safety rule C3). */
    synchronized boolean accepts(long controllerEpoch) {
        if (controllerEpoch < epoch) {
            return false;
        }
        epoch = controllerEpoch;
        return true;
    }

    /** Whether all logs are open and the metadata is applied. */
    boolean ready() {
        return ready;
    }

    void ready(boolean isReady) {
        ready = isReady;
    }
}
