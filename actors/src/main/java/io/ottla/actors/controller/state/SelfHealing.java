package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every partition the copies it was asked to have (safety rule R6): when a broker has been gone for too long, when it was
 * unregistered, when it is drained, and when brokers have joined that a clamped topic was waiting for (C7).
 *
 * <pre>
 *   too few copies  -> add replicas, wait until they are in sync
 *   enough copies   -> take away what is on drained and unregistered brokers, then the newest surplus
 * </pre>
 *
 * <p>Every step is a reassignment of a partition that has a leader. Nothing is taken away before all that stay are in sync.
 */
final class SelfHealing {
    /** As many partitions are on their way at once, so that the cluster goes on serving meanwhile. */
    static final int MAX_AT_ONCE = 100;

    private final PartitionRules defaults;

    SelfHealing(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /**
     * What is known of the brokers.
     *
     * @param lost registered, but gone for too long
     * @param settled there for so long that what they still lack is not on its way
     */
    record Brokers(Set<Integer> lost, Set<Integer> settled) {}

    /** The reassignments to begin now. */
    List<MetadataEvent> plan(MetadataImage image, Brokers known) {
        BrokerStates states = new BrokerStates(image);
        Set<Integer> drained = DrainedBrokers.of(image);
        ReplicaSites sites = new ReplicaSites(image, drained);
        int free = MAX_AT_ONCE - underWay(image);
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            PartitionRules rules = defaults.of(image, topic.name());
            for (PartitionImage partition : topic.partitions()) {
                if (changes.size() >= free) {
                    return PartitionSweep.event(changes);
                }
                Patient patient = new Patient(image, partition, topic.replicationFactor(), known, drained);
                patient.target(sites)
                        .flatMap(target -> Moves.begin(
                                        new PartitionDraft(topic.id(), partition, rules, states), partition, target)
                                .change())
                        .ifPresent(changes::add);
            }
        }
        return PartitionSweep.event(changes);
    }

    private static int underWay(MetadataImage image) {
        return image.topics().all().stream()
                .mapToInt(topic -> (int) topic.partitions().stream()
                        .filter(PartitionImage::isReassigning)
                        .count())
                .sum();
    }

    /** One partition under examination. */
    private record Patient(
            MetadataImage image, PartitionImage partition, int wanted, Brokers known, Set<Integer> drained) {

        /** The brokers it shall have next, empty if it is well or must wait. */
        Optional<List<Integer>> target(ReplicaSites sites) {
            if (!partition.hasLeader()) {
                return Optional.empty();
            }
            if (partition.isReassigning()) {
                return withoutLostTargets();
            }
            List<Integer> kept = partition.replicas().stream()
                    .filter(id -> !isLeaving(id) && !known.lost().contains(id))
                    .toList();
            if (kept.size() < wanted) {
                List<Integer> added = sites.choose(wanted - kept.size(), partition.replicas(), kept);
                if (!added.isEmpty()) {
                    return Optional.of(joined(partition.replicas(), added));
                }
            }
            return withoutSurplus(kept);
        }

        /** A replica is not waited for on a broker that went away for good before it had it. */
        private Optional<List<Integer>> withoutLostTargets() {
            boolean waitsForLost = partition.addingReplicas().stream()
                    .anyMatch(id -> known.lost().contains(id) || isLeaving(id));
            return waitsForLost ? Optional.of(Moves.holders(partition)) : Optional.empty();
        }

        private Optional<List<Integer>> withoutSurplus(List<Integer> kept) {
            List<Integer> target;
            if (partition.replicas().stream().anyMatch(this::isLeaving)) {
                target = kept;
            } else if (kept.size() > wanted) {
                List<Integer> lagging = kept.stream()
                        .filter(id ->
                                !partition.isr().contains(id) && known.settled().contains(id))
                        .toList();
                // The newest stands last; one that does not catch up goes in its place.
                Integer surplus = lagging.isEmpty() ? kept.get(kept.size() - 1) : lagging.get(0);
                target = kept.stream().filter(id -> !id.equals(surplus)).toList();
            } else {
                return Optional.empty();
            }
            boolean allInSync = !target.isEmpty() && partition.isr().containsAll(target);
            return allInSync ? Optional.of(target) : Optional.empty();
        }

        private boolean isLeaving(int id) {
            return drained.contains(id) || !image.brokers().containsKey(id);
        }

        private static List<Integer> joined(List<Integer> first, List<Integer> second) {
            List<Integer> result = new ArrayList<>(first);
            result.addAll(second);
            return result;
        }
    }
}
