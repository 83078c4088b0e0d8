package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.List;

/** The way of a partition from the brokers that have it to those that shall have it. */
final class Moves {
    private Moves() {}

    /** The brokers that had the partition before the reassignment under way, or have it when there is none. */
    static List<Integer> original(PartitionImage partition) {
        List<Integer> result = new ArrayList<>(partition.replicas());
        result.removeAll(partition.addingReplicas());
        return result;
    }

    /** These, and whoever a reassignment under way has already brought so far that it holds everything committed. */
    static List<Integer> holders(PartitionImage partition) {
        List<Integer> result = new ArrayList<>(original(partition));
        partition.addingReplicas().stream()
                .filter(id -> partition.isr().contains(id) || partition.elr().contains(id))
                .forEach(result::add);
        return result;
    }

    /**
     * Sends a partition to a target, in the place of any reassignment under way. Nobody who holds everything committed is
     * dropped on the way: also a replica that an earlier reassignment was adding stays until the new one is complete.
     */
    static PartitionDraft begin(PartitionDraft draft, PartitionImage partition, List<Integer> target) {
        List<Integer> present = holders(partition);
        List<Integer> adding = new ArrayList<>(target);
        adding.removeAll(present);
        List<Integer> removing = new ArrayList<>(present);
        removing.removeAll(target);
        List<Integer> all = new ArrayList<>(target);
        all.addAll(removing);
        return draft.assigned(all, adding, removing);
    }
}
