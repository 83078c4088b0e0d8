package io.ottla.actors.partition.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a leader knows of its replicas, and the high watermark that follows from it (safety rules R1 to R3).
 *
 * <p>Pure; owned by the leading partition actor.
 */
public final class ReplicaProgress {
    private final Map<Integer, Long> safeEnds = new HashMap<>();
    private List<Integer> replicas;
    private List<Integer> isr;
    private int minInSyncReplicas;
    private long highWatermark;

    /**
     * A leader's knowledge at its election.
     *
     * @param replicas the assigned replicas
     * @param isr the replicas in sync
     * @param minInSyncReplicas min.insync.replicas as configured
     * @param highWatermark the last known one; it never goes back (rule R3)
     */
    public ReplicaProgress(List<Integer> replicas, List<Integer> isr, int minInSyncReplicas, long highWatermark) {
        this.replicas = List.copyOf(replicas);
        this.isr = List.copyOf(isr);
        this.minInSyncReplicas = minInSyncReplicas;
        this.highWatermark = highWatermark;
    }

    /** A replica has everything below this offset as safe as the topic asks for. Returns whether the watermark moved. */
    public boolean acknowledge(int replica, long safeEnd) {
        safeEnds.merge(replica, safeEnd, Math::max);
        return advance();
    }

    /** The assignment, the ISR or the setting has changed. Returns whether the watermark moved. */
    public boolean reconfigure(List<Integer> newReplicas, List<Integer> newIsr, int newMinInSyncReplicas) {
        replicas = List.copyOf(newReplicas);
        isr = List.copyOf(newIsr);
        minInSyncReplicas = newMinInSyncReplicas;
        return advance();
    }

    /** Everything below this offset is on every replica in sync. */
    public long highWatermark() {
        return highWatermark;
    }

    /** What this replica acknowledged, 0 if nothing yet. */
    public long safeEnd(int replica) {
        return safeEnds.getOrDefault(replica, 0L);
    }

    /** Whether enough replicas are in sync to take acks=all. */
    public boolean enoughInSync() {
        return isr.size() >= requiredInSync();
    }

    /** min.insync.replicas is at most what is assigned (rule C7). */
    private int requiredInSync() {
        return Math.min(minInSyncReplicas, replicas.size());
    }

    private boolean advance() {
        if (!enoughInSync()) {
            return false;
        }
        long lowest = Long.MAX_VALUE;
        for (int replica : isr) {
            lowest = Math.min(lowest, safeEnd(replica));
        }
        if (lowest == Long.MAX_VALUE || lowest <= highWatermark) {
            return false;
        }
        highWatermark = lowest;
        return true;
    }
}
