package io.ottla.protocol.partition;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import org.apache.kafka.common.protocol.Errors;

/** What became of looking for a partition's leader on this node. */
public sealed interface Lookup {
    /**
     * This node leads the partition.
     *
     * @param handle the replica
     * @param view what it showed when it was found; to be used for all checks and reads of one answer
     */
    record Leader(PartitionHandle handle, PartitionView view) implements Lookup {}

    /** It cannot be served here, for a reason the client understands. */
    record Refused(Errors error) implements Lookup {}
}
