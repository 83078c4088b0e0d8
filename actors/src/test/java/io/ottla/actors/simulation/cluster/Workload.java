package io.ottla.actors.simulation.cluster;

/** What goes on in a simulated cluster besides its own affairs. */
public interface Workload {
    /** How many partitions it needs, each of three replicas. */
    int partitions();

    /** The partitions are there; the faults are about to begin. */
    void begin(SimulatedCluster cluster);

    /** Some milliseconds have passed for a node that runs and knows that it is registered. */
    void tick(int node);

    /** The faults are over, all nodes run and all links pass; what is to come to an end before {@link #check} ends now or later. */
    default void peace() {}

    /** Time is up. */
    default void check() {}
}
