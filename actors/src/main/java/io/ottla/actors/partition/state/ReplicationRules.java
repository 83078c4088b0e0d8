package io.ottla.actors.partition.state;

/**
 * The settings that a leader judges its followers by.
 *
 * @param minInSyncReplicas {@code min.insync.replicas} as configured; what counts is at most what is assigned (safety rule C7)
 * @param maxLagMs {@code replica.lag.time.max.ms}: a follower that has been behind for so long is no longer in sync
 */
public record ReplicationRules(int minInSyncReplicas, long maxLagMs) {}
