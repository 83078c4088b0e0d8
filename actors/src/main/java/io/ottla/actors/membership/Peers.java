package io.ottla.actors.membership;

/** Where the parts of a node that talk to other brokers say what they see of them. Thread-safe. */
@FunctionalInterface
public interface Peers {
    /** For a node that has no others. */
    Peers NONE = brokerId -> {};

    /**
     * A connection to this broker was refused, reset or closed by it. Its ports are probed at once; if its process is gone, the
     * controller is told, and the member is downed as soon as a majority of the voters finds it gone too (safety rules M3, M5).
     * Cheap: reports about a broker that is being probed already are dropped.
     */
    void connectionLost(int brokerId);
}
