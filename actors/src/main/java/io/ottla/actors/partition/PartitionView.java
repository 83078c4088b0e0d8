package io.ottla.actors.partition;

import io.ottla.storage.LogView;

/**
 * What a replica shows to readers: role, epoch and log, published as one object so that they are checked and read together
 * (safety rule R4).
 *
 * @param role what this replica is
 * @param leaderEpoch the epoch of the partition's leader
 * @param log the log as it stood when this was published; an offline replica shows an empty one
 */
public record PartitionView(Role role, int leaderEpoch, LogView log) {

    /** What a replica can be. */
    public enum Role {
        LEADING,
        FOLLOWING,
        /** Not opened yet, or its disk failed. */
        OFFLINE
    }

    /** Whether this replica leads. */
    public boolean leads() {
        return role == Role.LEADING;
    }
}
