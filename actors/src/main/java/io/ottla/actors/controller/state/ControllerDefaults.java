package io.ottla.actors.controller.state;

/**
 * What a topic gets when its creator did not say.
 *
 * @param partitions num.partitions
 * @param replicationFactor default.replication.factor
 * @param maxPartitionsPerRequest the most partitions that one topic of a request may get, so that a slip of the finger does
 *     not take the cluster down
 */
public record ControllerDefaults(int partitions, int replicationFactor, int maxPartitionsPerRequest) {
    /** The most partitions one request may create; Kafka's controller has the same bound. */
    public static final int MAX_PARTITIONS_PER_REQUEST = 10_000;
}
