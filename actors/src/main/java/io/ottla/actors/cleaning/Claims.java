package io.ottla.actors.cleaning;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.compaction.Cleanable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which logs are being compacted, and which cannot be. No log is given to two threads; one that failed is left alone until the node starts again, so that
 * it does not keep the others waiting. Any thread. Holds no more than the node has replicas, and forgets those that are gone.
 */
final class Claims {
    private final Set<PartitionHandle> busy = new HashSet<>();
    private final Set<PartitionHandle> uncleanable = new HashSet<>();

    /** Claims the dirtiest log that is due; an overdue one comes before all others. */
    synchronized Optional<PartitionHandle> claimDirtiest(Collection<PartitionHandle> replicas, long nowMs) {
        uncleanable.retainAll(Set.copyOf(replicas));
        PartitionHandle best = null;
        double dirtiest = -1;
        for (PartitionHandle replica : replicas) {
            if (!busy.contains(replica) && !uncleanable.contains(replica)) {
                double dirt =
                        replica.dueForCompaction(nowMs).map(Claims::urgency).orElse(-1.0);
                if (dirt > dirtiest) {
                    dirtiest = dirt;
                    best = replica;
                }
            }
        }
        if (best != null) {
            busy.add(best);
        }
        return Optional.ofNullable(best);
    }

    synchronized void release(PartitionHandle replica) {
        busy.remove(replica);
    }

    synchronized void markUncleanable(PartitionHandle replica) {
        uncleanable.add(replica);
    }

    private static double urgency(Cleanable found) {
        return found.dirtyRatio() + (found.overdue() ? 1 : 0);
    }
}
