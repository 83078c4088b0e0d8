package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.simulation.cluster.Invariants.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the {@link Invariant}s of the metadata whenever it changes. */
final class MetadataInvariants {
    private final Trace trace;
    private MetadataImage committed = MetadataImage.EMPTY;

    MetadataInvariants(Trace trace) {
        this.trace = trace;
    }

    /** Whether the metadata counts on this replica. */
    boolean counts(int partition, int node) {
        return committed.topics().all().stream()
                .flatMap(topic -> topic.partition(partition).stream())
                .anyMatch(image -> image.isr().contains(node) || image.elr().contains(node));
    }

    /** This is the metadata now. */
    void committed(MetadataImage image) {
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                makesSense(image, partition);
                before(topic, partition).ifPresent(before -> {
                    goesUp(before, partition);
                    dropsNobodyNeeded(before, partition);
                });
                if (before(topic, partition).filter(partition::equals).isEmpty()) {
                    trace.tell(() -> "decided " + partition);
                }
            }
        }
        committed = image;
    }

    private Optional<PartitionImage> before(TopicImage topic, PartitionImage partition) {
        return committed.topics().topic(topic.id()).flatMap(before -> before.partition(partition.partition()));
    }

    private static void makesSense(MetadataImage image, PartitionImage partition) {
        boolean makesSense = partition.replicas().containsAll(partition.isr())
                && partition.replicas().containsAll(partition.elr())
                && (!partition.hasLeader() || partition.isr().contains(partition.leader()))
                && partition.isr().stream().noneMatch(partition.elr()::contains)
                && partition.isr().stream().allMatch(id -> image.liveBroker(id).isPresent());
        if (!makesSense) {
            throw new Violation(Invariant.METADATA_MAKES_SENSE, partition + " with brokers " + image.brokers());
        }
    }

    private static void goesUp(PartitionImage before, PartitionImage after) {
        boolean changed = !before.equals(after);
        if (after.leaderEpoch() < before.leaderEpoch()
                || (changed && after.partitionEpoch() <= before.partitionEpoch())
                || (before.leader() != after.leader() && after.leaderEpoch() == before.leaderEpoch())) {
            throw new Violation(Invariant.EPOCHS_GO_UP, before + " became " + after);
        }
    }

    /** Who was only on its way to become a replica may go: a move can be taken back. */
    private static void dropsNobodyNeeded(PartitionImage before, PartitionImage after) {
        List<Integer> dropped = new ArrayList<>(before.replicas());
        dropped.removeAll(after.replicas());
        dropped.removeAll(before.addingReplicas());
        boolean needed = dropped.stream()
                .anyMatch(
                        id -> before.isr().contains(id) || before.elr().contains(id) || before.lastKnownLeader() == id);
        if (needed && !after.isr().containsAll(after.replicas())) {
            throw new Violation(Invariant.HEALING_DROPS_NOBODY_NEEDED, before + " became " + after);
        }
    }
}
