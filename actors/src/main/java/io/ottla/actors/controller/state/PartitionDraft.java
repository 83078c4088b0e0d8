package io.ottla.actors.controller.state;

import io.ottla.actors.controller.state.LeaderElection.Elected;
import io.ottla.actors.controller.state.LeaderElection.Ground;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * One partition on its way to its next state. Whatever the cause of a change is, it is told here, and {@link #change} makes
 * what follows from it: who stays in sync, whether a reassignment is complete, who leads, who is still eligible.
 *
 * <pre>
 *   cause -> fenced replicas leave the ISR -> election -> reassignment complete? -> election among the target -> ELR
 * </pre>
 */
final class PartitionDraft {
    private final Uuid topicId;
    private final PartitionImage before;
    private final PartitionRules rules;
    private final BrokerStates brokers;
    private final Set<Integer> forgotten = new LinkedHashSet<>();
    private final Set<Integer> offline = new LinkedHashSet<>();
    private List<Integer> replicas;
    private List<Integer> adding;
    private List<Integer> removing;
    private List<Integer> isr;
    private int leader;
    private int lastKnownLeader;
    private boolean elrCleared;
    private boolean preferred;
    private boolean unclean;
    private boolean forced;

    /**
     * A draft without a cause yet.
     *
     * @param brokers the brokers as they are after whatever happened to them
     */
    PartitionDraft(Uuid topicId, PartitionImage before, PartitionRules rules, BrokerStates brokers) {
        this.topicId = topicId;
        this.before = before;
        this.rules = rules;
        this.brokers = brokers;
        replicas = before.replicas();
        adding = before.addingReplicas();
        removing = before.removingReplicas();
        isr = before.isr();
        leader = before.leader();
        lastKnownLeader = before.hasLeader() ? before.leader() : before.lastKnownLeader();
        unclean = rules.unclean();
    }

    /** The leader says who is in sync. */
    PartitionDraft inSync(List<Integer> ids) {
        isr = List.copyOf(ids);
        return this;
    }

    /** The partition is assigned to these brokers, on the way to a target or not. */
    PartitionDraft assigned(List<Integer> all, List<Integer> toAdd, List<Integer> toRemove) {
        replicas = List.copyOf(all);
        adding = List.copyOf(toAdd);
        removing = List.copyOf(toRemove);
        return this;
    }

    /** A broker may hold less than it did: it is neither in sync nor eligible (safety rule M8). */
    PartitionDraft forget(int id) {
        forgotten.add(id);
        return this;
    }

    /**
     * A broker comes back without a disk that it had: it holds nothing any more. Where others have a copy, which lacks at most the end,
     * it does not lead because it was the last one to; an operator says who does.
     */
    PartitionDraft lose(int id) {
        if (lastKnownLeader == id && replicas.size() > 1) {
            lastKnownLeader = PartitionImage.NO_LEADER;
        }
        return forget(id);
    }

    /** Brokers that are not there hold nothing of a partition that is new. */
    PartitionDraft forgetInactive() {
        replicas.stream().filter(id -> !brokers.isActive(id)).forEach(forgotten::add);
        return this;
    }

    /** A replica cannot be read where it is: it may not lead now, whatever its broker does otherwise. */
    PartitionDraft offline(int id) {
        offline.add(id);
        return this;
    }

    /** min.insync.replicas was changed: who was eligible under the old number need not be (safety rule R2). */
    PartitionDraft clearElr() {
        elrCleared = true;
        return this;
    }

    /** The first assigned replica shall lead if it can. */
    PartitionDraft preferFirst() {
        preferred = true;
        return this;
    }

    /** An operator accepts that records are lost. */
    PartitionDraft uncleanly() {
        unclean = true;
        return this;
    }

    /** The state after the change, empty if it is the same as before. */
    Optional<PartitionChange> change() {
        isr = isr.stream()
                .filter(id -> replicas.contains(id)
                        && brokers.isUnfenced(id)
                        && !forgotten.contains(id)
                        && !offline.contains(id))
                .toList();
        do {
            elect();
        } while (completeReassignment());
        return difference();
    }

    private void elect() {
        boolean leaderCanStay = isr.contains(leader);
        Optional<Elected> elected = new LeaderElection(replicas, isr, elr(), leader, candidateOfOld())
                .elect(this::mayLead, preferred, unclean && !leaderCanStay);
        if (elected.isPresent()) {
            Ground ground = elected.get().ground();
            leader = elected.get().leader();
            isr = ground == Ground.IN_SYNC
                    ? isr.stream().filter(brokers::isActive).toList()
                    : List.of(leader);
            forced |= ground == Ground.UNCLEAN;
        } else {
            // A leader that is about to leave leads on while nobody can follow it.
            leader = leaderCanStay ? leader : PartitionImage.NO_LEADER;
            isr = leaderCanStay ? List.of(leader) : List.of();
        }
    }

    /** Who led before there was no leader; while there was one until now, it may yet be missing. */
    private int candidateOfOld() {
        return before.hasLeader() ? PartitionImage.NO_LEADER : lastKnownLeader;
    }

    private boolean mayLead(int id) {
        return brokers.isActive(id) && !offline.contains(id);
    }

    /**
     * A reassignment is complete when what it adds is in sync; before it takes a replica away, all that stay must be, so that
     * nothing committed stands on less than it is meant to.
     *
     * @return whether it is complete now: the leader may have been taken away
     */
    private boolean completeReassignment() {
        List<Integer> target = new ArrayList<>(replicas);
        target.removeAll(removing);
        boolean underWay = !adding.isEmpty() || !removing.isEmpty();
        boolean complete = isr.containsAll(adding) && (removing.isEmpty() || isr.containsAll(target));
        if (underWay && complete) {
            replicas = List.copyOf(target);
            adding = List.of();
            removing = List.of();
            isr = isr.stream().filter(target::contains).toList();
            return true;
        }
        return false;
    }

    /**
     * Who is not in sync but holds everything committed (KIP-966): whoever was in sync or eligible before, as long as so few
     * are in sync that the high watermark stands (safety rule R2).
     */
    private List<Integer> elr() {
        int needed = PartitionImage.minInSync(rules.minInSync(), replicas.size() - adding.size());
        boolean nobodyRelied = forced || (elrCleared && leader != PartitionImage.NO_LEADER);
        if (nobodyRelied || isr.size() >= needed) {
            return List.of();
        }
        Set<Integer> candidates = new LinkedHashSet<>(before.elr());
        candidates.addAll(before.isr());
        candidates.removeAll(forgotten);
        isr.forEach(candidates::remove);
        candidates.retainAll(replicas);
        return List.copyOf(candidates);
    }

    private Optional<PartitionChange> difference() {
        boolean newEpoch = leader != before.leader() || !replicas.containsAll(before.replicas());
        PartitionChange change = new PartitionChange(
                topicId,
                before.partition(),
                leader,
                newEpoch,
                isr,
                changed(elr(), before.elr()),
                changed(
                        leader == PartitionImage.NO_LEADER ? lastKnownLeader : PartitionImage.NO_LEADER,
                        before.lastKnownLeader()),
                changed(replicas, before.replicas()),
                changed(adding, before.addingReplicas()),
                changed(removing, before.removingReplicas()));
        boolean same = !newEpoch
                && isr.equals(before.isr())
                && change.elr().isEmpty()
                && change.lastKnownLeader().isEmpty()
                && change.replicas().isEmpty()
                && change.addingReplicas().isEmpty()
                && change.removingReplicas().isEmpty();
        return same ? Optional.empty() : Optional.of(change);
    }

    private static <T> Optional<T> changed(T now, T before) {
        return Objects.equals(now, before) ? Optional.empty() : Optional.of(now);
    }
}
