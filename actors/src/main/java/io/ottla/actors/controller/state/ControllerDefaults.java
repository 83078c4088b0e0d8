package io.ottla.actors.controller.state;

/**
 * What a topic gets when its creator did not say, and what holds where the metadata sets nothing.
 *
 * @param partitions num.partitions
 * @param replicationFactor default.replication.factor
 * @param maxPartitionsPerRequest the most partitions that one topic of a request may get, so that a slip of the finger does
 *     not take the cluster down
 * @param rules of partitions whose topics set nothing
 * @param upkeep what the controller does by itself
 */
public record ControllerDefaults(
        int partitions,
        int replicationFactor,
        int maxPartitionsPerRequest,
        PartitionRules rules,
        UpkeepSettings upkeep) {
    /** The most partitions one request may create; Kafka's controller has the same bound. */
    public static final int MAX_PARTITIONS_PER_REQUEST = 10_000;

    /** Defaults with Kafka's rules for everything else. */
    public ControllerDefaults(int partitions, int replicationFactor, int maxPartitionsPerRequest) {
        this(partitions, replicationFactor, maxPartitionsPerRequest, PartitionRules.DEFAULT, UpkeepSettings.DEFAULT);
    }
}
