package io.ottla.actors.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from one event to the next. Events of the same moment happen in the order they were planned in. */
public final class SimulatedTime {
    private record Planned(long atMs, long order, Runnable event) {}

    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Planned::atMs).thenComparingLong(Planned::order));
    private long nowMs;
    private long planned;

    /** The moment, in milliseconds since the simulation began. */
    public long nowMs() {
        return nowMs;
    }

    /** Plans an event. */
    public void after(long delayMs, Runnable event) {
        agenda.add(new Planned(nowMs + delayMs, planned++, event));
    }

    /** Lets the next event happen, if there is one up to this moment. */
    public boolean step(long untilMs) {
        Planned next = agenda.peek();
        if (next == null || next.atMs() > untilMs) {
            nowMs = Math.max(nowMs, untilMs);
            return false;
        }
        agenda.remove();
        nowMs = next.atMs();
        next.event().run();
        return true;
    }
}
