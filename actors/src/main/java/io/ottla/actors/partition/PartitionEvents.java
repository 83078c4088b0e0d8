package io.ottla.actors.partition;

import io.ottla.storage.LogDirectory;

/** Told by the partition actors of a node what becomes of them; called on their threads, so it only hands on. */
public interface PartitionEvents {
    /** The replica leads from now on, in this epoch; its view is published. */
    void leading(PartitionHandle partition, int leaderEpoch);

    /** The replica no longer leads. */
    void resigned(PartitionHandle partition);

    /** The log of the replica is open, or could not be opened. */
    void opened(PartitionHandle partition);

    /** The disk of the replica failed: every replica on it is lost to this node. */
    void diskFailed(PartitionHandle partition, Throwable cause);

    /** The disk of a directory failed that the replica was to be moved to. */
    default void directoryFailed(LogDirectory directory, Throwable cause) {}

    /** The replica has been moved, and lives in this directory now. */
    default void moved(PartitionHandle partition, LogDirectory directory) {}
}
