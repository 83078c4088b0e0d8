package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which brokers answer the controller's heartbeats, and from when on one that was fenced may serve again (safety rules M2,
 * M5). Only time in which the controller itself ran counts: after a takeover, or a late tick of its own, every broker gets a
 * fresh full interval.
 */
public final class LivenessBook {
    private static final long NEVER = Long.MIN_VALUE;

    private final LivenessTiming timing;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private long lastTickMs = NEVER;

    /** What is known of one registered process. */
    private static final class Entry {
        final UUID incarnation;
        long heardMs;
        long reportedMs = NEVER;
        boolean fenced;
        long fencedAtEvent;
        long servesSinceMs = NEVER;
        long mayServeMs = NEVER;
        long delayMs;

        Entry(UUID incarnation, long heardMs, boolean fenced) {
            this.incarnation = incarnation;
            this.heardMs = heardMs;
            this.fenced = fenced;
        }
    }

    /** A book in which nobody stands yet. */
    public LivenessBook(LivenessTiming timing) {
        this.timing = timing;
    }

    /** These are the registered brokers now. */
    public void follow(MetadataImage image, long nowMs) {
        if (lastTickMs == NEVER) {
            // It may stand still before its first tick, too.
            lastTickMs = nowMs;
        }
        entries.keySet().retainAll(image.brokers().keySet());
        image.brokers().values().forEach(broker -> follow(image, broker, nowMs));
    }

    private void follow(MetadataImage image, BrokerImage broker, long nowMs) {
        Entry entry = entries.get(broker.id());
        if (entry == null || !entry.incarnation.equals(broker.incarnation())) {
            entry = new Entry(broker.incarnation(), nowMs, broker.fenced());
            entry.servesSinceMs = nowMs;
            entries.put(broker.id(), entry);
        } else if (broker.fenced() && !entry.fenced) {
            entry.fenced = true;
            entry.fencedAtEvent = image.sequenceNr();
            boolean calm = nowMs - entry.servesSinceMs >= timing.calmMs();
            entry.mayServeMs = nowMs + (calm ? 0 : entry.delayMs);
            entry.delayMs = calm || entry.delayMs == 0
                    ? timing.firstDelayMs()
                    : Math.min(timing.lastDelayMs(), 2 * entry.delayMs);
        } else if (!broker.fenced() && entry.fenced) {
            entry.fenced = false;
            entry.servesSinceMs = nowMs;
        }
    }

    /** Heartbeats are about to be sent. */
    public void tick(long nowMs) {
        if (lastTickMs != NEVER && nowMs - lastTickMs > timing.intervalMs() + timing.ownPauseMs()) {
            entries.values().forEach(entry -> entry.heardMs = nowMs);
        }
        lastTickMs = nowMs;
    }

    /** A process answered; an answer of another than the registered one does not count. */
    public void heard(int broker, UUID incarnation, long nowMs) {
        Entry entry = entries.get(broker);
        if (entry != null && entry.incarnation.equals(incarnation)) {
            entry.heardMs = nowMs;
        }
    }

    /** The brokers that are to be fenced because they have been silent for too long; each is named once a second. */
    public List<Integer> silent(long nowMs) {
        List<Integer> result = new ArrayList<>();
        entries.forEach((broker, entry) -> {
            boolean told = entry.reportedMs != NEVER && nowMs - entry.reportedMs < 1_000;
            if (!entry.fenced && !told && nowMs - entry.heardMs > timing.silenceMs()) {
                entry.reportedMs = nowMs;
                result.add(broker);
            }
        });
        return result;
    }

    /**
     * Whether a fenced broker that has just answered may serve again.
     *
     * @param has the last event of the metadata it has: it must know that it was fenced
     */
    public boolean mayServe(int broker, UUID incarnation, long has, long nowMs) {
        Entry entry = entries.get(broker);
        return entry != null
                && entry.incarnation.equals(incarnation)
                && entry.fenced
                && has >= entry.fencedAtEvent
                && (entry.mayServeMs == NEVER || nowMs >= entry.mayServeMs);
    }
}
