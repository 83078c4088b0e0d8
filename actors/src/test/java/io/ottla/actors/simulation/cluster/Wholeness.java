package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.PartitionImage;
import java.util.List;

/** After the faults everything is as it should be: all replicas are in sync, and the same. */
final class Wholeness {
    private static final long RECORDS_UNDER_WAY = 50;

    private final SimulatedWorld world;

    Wholeness(SimulatedWorld world) {
        this.world = world;
    }

    /** Some time after the faults somebody leads; an operator has to say who only where the last copy of something is gone. */
    void checkLeaders() {
        for (PartitionImage partition : partitions()) {
            if (!partition.hasLeader()) {
                boolean lastIsGone = partition.lastKnownLeader() == PartitionImage.NO_LEADER;
                if (!lastIsGone && !world.invariants.isExcused(partition.partition())) {
                    throw new Invariants.Violation(
                            Invariant.ALL_IS_WELL_AGAIN, "nobody leads: " + partition + describe(partition));
                }
                world.invariants.excuse(partition.partition());
                world.operator.electAnybody(partition.partition());
            }
        }
    }

    private List<PartitionImage> partitions() {
        return world.controller
                .committed()
                .topics()
                .topic(SimulatedWorld.TOPIC)
                .orElseThrow()
                .partitions();
    }

    /** In the end all is as it should be. */
    void check() {
        world.invariants.holdEverywhere(world.nodes);
        for (PartitionImage partition : partitions()) {
            if (!isWhole(partition)) {
                throw new Invariants.Violation(
                        Invariant.ALL_IS_WELL_AGAIN, "not whole again: " + partition + describe(partition));
            }
            SimulatedLog leaders = world.node(partition.leader()).disk().get(partition.partition());
            for (int replica : partition.replicas()) {
                checkSame(partition, leaders, world.node(replica).disk().get(partition.partition()));
            }
        }
    }

    /** Whether all replicas of everything are in sync. One that is slow for a moment may be away for as long. */
    boolean isWhole() {
        return partitions().stream().allMatch(Wholeness::isWhole);
    }

    private static boolean isWhole(PartitionImage partition) {
        return partition.hasLeader()
                && partition.isr().size() == 3
                && partition.elr().isEmpty()
                && !partition.isReassigning();
    }

    private String describe(PartitionImage partition) {
        StringBuilder story = new StringBuilder();
        for (int id : partition.replicas()) {
            SimulatedNode node = world.node(id);
            story.append("; node ").append(id).append(node.isAlive(id) ? " serves" : " is fenced");
            node.replica(partition.partition())
                    .ifPresent(replica -> story.append(", leads ")
                            .append(replica.isLeading())
                            .append(" in epoch ")
                            .append(replica.leaderEpoch())
                            .append(" under ")
                            .append(replica.leader())
                            .append(", log ends at ")
                            .append(replica.log().endOffset())
                            .append(", watermark ")
                            .append(replica.highWatermark()));
        }
        return story.toString();
    }

    /** What every replica has of the last moment may differ; what lies before it may not. */
    private static void checkSame(PartitionImage partition, SimulatedLog leaders, SimulatedLog replica) {
        long common = Math.min(leaders.endOffset(), replica.endOffset());
        if (leaders.endOffset() - common > RECORDS_UNDER_WAY) {
            throw new Invariants.Violation(
                    Invariant.ALL_IS_WELL_AGAIN,
                    "a replica of " + partition + " lags " + (leaders.endOffset() - common));
        }
        for (long offset = 0; offset < common; offset++) {
            if (!leaders.at(offset).equals(replica.at(offset))) {
                throw new Invariants.Violation(
                        Invariant.ALL_IS_WELL_AGAIN, "replicas of " + partition + " differ at offset " + offset);
            }
        }
    }
}
