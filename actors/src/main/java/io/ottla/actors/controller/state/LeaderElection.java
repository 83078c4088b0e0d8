package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Who leads a partition. Whoever is elected holds everything committed, unless the topic or an operator asks for an unclean
 * election, or nobody is left who is known to hold it and the last leader comes back (KIP-966).
 *
 * @param replicas the assigned brokers in the order of preference
 * @param isr who is in sync
 * @param elr who is not, but holds everything committed
 * @param currentLeader who leads, or {@link PartitionImage#NO_LEADER}
 * @param lastKnownLeader who led before there was no leader
 */
record LeaderElection(
        List<Integer> replicas, List<Integer> isr, List<Integer> elr, int currentLeader, int lastKnownLeader) {

    /** On what ground somebody leads. */
    enum Ground {
        IN_SYNC,
        ELIGIBLE,
        LAST_KNOWN,
        UNCLEAN
    }

    /** The outcome of an election. */
    record Elected(int leader, Ground ground) {}

    /**
     * Holds the election.
     *
     * @param active who may lead
     * @param preferred whether the first assigned replica is to lead if it is in sync; else a leader that can stay stays
     * @param unclean whether somebody who misses records may lead when nobody else can
     */
    Optional<Elected> elect(IntPredicate active, boolean preferred, boolean unclean) {
        return (preferred ? first(replicas.subList(0, 1), isr, active) : first(List.of(currentLeader), isr, active))
                .or(() -> first(List.of(currentLeader), isr, active))
                .or(() -> first(replicas, isr, active))
                .map(leader -> new Elected(leader, Ground.IN_SYNC))
                .or(() -> first(replicas, elr, active).map(leader -> new Elected(leader, Ground.ELIGIBLE)))
                .or(() -> lastKnown(active))
                .or(() -> unclean ? anybody(active) : Optional.empty());
    }

    /** Nobody is known to hold everything any more; the one that led last most likely does. */
    private Optional<Elected> lastKnown(IntPredicate active) {
        return isr.isEmpty() && elr.isEmpty()
                ? first(List.of(lastKnownLeader), replicas, active)
                        .map(leader -> new Elected(leader, Ground.LAST_KNOWN))
                : Optional.empty();
    }

    private Optional<Elected> anybody(IntPredicate active) {
        return first(List.of(lastKnownLeader), replicas, active)
                .or(() -> first(replicas, replicas, active))
                .map(leader -> new Elected(leader, Ground.UNCLEAN));
    }

    private static Optional<Integer> first(List<Integer> order, List<Integer> among, IntPredicate active) {
        return order.stream()
                .filter(id -> among.contains(id) && active.test(id))
                .findFirst();
    }
}
