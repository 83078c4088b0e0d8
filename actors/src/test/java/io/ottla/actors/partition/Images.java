package io.ottla.actors.partition;

import io.ottla.actors.metadata.PartitionImage;
import java.util.List;

/** Partitions as a controller could have decided them. */
public final class Images {
    private Images() {}

    /** A partition with this leader and no reassignment. */
    public static PartitionImage of(
            int leader, int leaderEpoch, int partitionEpoch, List<Integer> replicas, List<Integer> isr) {
        return new PartitionImage(
                0,
                replicas,
                isr,
                List.of(),
                PartitionImage.NO_LEADER,
                List.of(),
                List.of(),
                leader,
                leaderEpoch,
                partitionEpoch);
    }
}
