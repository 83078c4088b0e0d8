package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.HashSet;
import java.util.Set;

/**
 * Which replicas lost something with the power or the disk, until they are in sync again; and so, of which partitions nothing is promised any more because
 * nobody could have kept it.
 */
final class Damages {
    private final SimulatedWorld world;
    private final Set<Damage> damaged = new HashSet<>();

    private record Damage(int node, int partition) {}

    Damages(SimulatedWorld world) {
        this.world = world;
    }

    /** A process has ended. */
    void ended(SimulatedNode node) {
        if (node.mayLack()) {
            for (int partition = 0; partition < world.partitions; partition++) {
                damaged.add(new Damage(node.id(), partition));
            }
        }
        excuse(world.controller.committed());
    }

    /** The metadata has changed. */
    void onCommit(MetadataImage before, MetadataImage image) {
        for (TopicImage topic : before.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                image.topics()
                        .topic(topic.id())
                        .flatMap(after -> after.partition(partition.partition()))
                        .ifPresent(after -> forget(partition, after));
            }
        }
        excuse(image);
    }

    /** A replica that joins the replicas in sync has everything again, unless it lost it after it was proposed. */
    private void forget(PartitionImage before, PartitionImage after) {
        after.isr().stream()
                .filter(id -> !before.isr().contains(id)
                        && after.leader() != id
                        && !world.node(id).mayLack())
                .forEach(id -> damaged.remove(new Damage(id, after.partition())));
    }

    private void excuse(MetadataImage image) {
        image.topics().all().forEach(topic -> topic.partitions().forEach(this::excuse));
    }

    /** With no clean member left, and one among the others that lost something and has not been made whole since, nothing is promised. */
    private void excuse(PartitionImage partition) {
        Set<Integer> members = new HashSet<>(partition.isr());
        members.addAll(partition.elr());
        boolean nobodyClean = members.stream().allMatch(id -> world.node(id).isUnclean());
        members.add(partition.lastKnownLeader());
        if (nobodyClean && members.stream().anyMatch(id -> damaged.contains(new Damage(id, partition.partition())))) {
            world.invariants.excuse(partition.partition());
        }
    }
}
