package io.ottla.actors.simulation.cluster;

import java.util.UUID;

/** One replica's time as the leader of a partition, in one epoch. */
public final class SimulatedLeadership {
    private final SimulatedWorld world;
    private final SimulatedNode node;
    private final UUID incarnation;
    private final int partition;
    private final SimulatedReplica replica;
    private final int epoch;

    SimulatedLeadership(SimulatedWorld world, SimulatedNode node, int partition, SimulatedReplica replica) {
        this.world = world;
        this.node = node;
        this.incarnation = node.incarnation();
        this.partition = partition;
        this.replica = replica;
        this.epoch = replica.leaderEpoch();
    }

    /** The node that leads. */
    public int node() {
        return node.id();
    }

    /** What it leads. */
    public int partition() {
        return partition;
    }

    /** The leader epoch. */
    public int epoch() {
        return epoch;
    }

    /** Whether the process is the same, and still leads in this epoch. */
    public boolean lasts() {
        return isSameProcess() && replica.isLeading() && replica.leaderEpoch() == epoch;
    }

    /** Whether the process still runs, so that it can answer those who wait. */
    public boolean isSameProcess() {
        return node.isRunning() && node.incarnation().equals(incarnation);
    }

    /** Whether the process is there and does nothing; what comes meanwhile it does later. */
    public boolean standsStill() {
        return node.isUp() && node.incarnation().equals(incarnation) && !node.isRunning();
    }

    /** Where the log ends. */
    public long endOffset() {
        return replica.log().endOffset();
    }

    /** What lies below is committed. */
    public long highWatermark() {
        return replica.highWatermark();
    }

    /** The record at an offset. */
    public long at(long offset) {
        return replica.log().at(offset).value();
    }

    /** Whether records with acks=all are taken: enough replicas are in sync. */
    public boolean takesRecords() {
        return replica.takesRecords();
    }

    /** Appends a record, where they are taken; calls back once it is committed, unless the leadership ends before. */
    public void append(long value, Runnable committed) {
        replica.append(
                value,
                offset -> {
                    world.invariants.acknowledged(partition, offset, value);
                    committed.run();
                },
                world.time.nowMs());
    }
}
