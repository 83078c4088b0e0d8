package io.ottla.actors.partition;

import io.ottla.storage.LogDirectory;

/** Told by the partition actors of a node what becomes of them; called on their threads, so it only hands on. */
public interface PartitionEvents {
    /** The replica leads from now on, in this epoch; its view is published. */
    default void leading(PartitionHandle partition, int leaderEpoch) {}

    /** The replica no longer leads. */
    default void resigned(PartitionHandle partition) {}

    /** The log of the replica is open, or could not be opened. */
    default void opened(PartitionHandle partition) {}

    /** The replica cannot use its log any more: its disk failed, or the log is damaged. */
    default void diskFailed(PartitionHandle partition, Throwable cause) {}

    /** The disk of a directory failed: every replica on it is lost to this node. */
    default void directoryFailed(LogDirectory directory, Throwable cause) {}

    /** The replica has been moved, and lives in this directory now. */
    default void moved(PartitionHandle partition, LogDirectory directory) {}
}
