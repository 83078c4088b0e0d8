package io.ottla.actors.simulation;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * A network between numbered nodes that delays, reorders, loses and doubles messages, and whose links can be cut in one
 * direction or both. A node always reaches itself.
 */
public final class SimulatedNetwork {
    private static final int SLOWEST_MS = 20;

    private record Link(int from, int to) {}

    private final SimulatedTime time;
    private final Random random;
    private final Set<Link> cut = new HashSet<>();
    private double loss;
    private double doubling;

    /** A network without faults. */
    public SimulatedNetwork(SimulatedTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    /** From now on messages get lost, and arrive twice, with these probabilities. */
    public void disturb(double newLoss, double newDoubling) {
        loss = newLoss;
        doubling = newDoubling;
    }

    /** Cuts the way from one node to the other, not the way back. */
    public void cut(int from, int to) {
        cut.add(new Link(from, to));
    }

    /** Cuts every way between this node and the others, of which there are {@code nodes}, numbered from 1 on. */
    public void isolate(int node, int nodes) {
        for (int other = 1; other <= nodes; other++) {
            cut(node, other);
            cut(other, node);
        }
    }

    /** Whether anything gets from one node to the other. */
    public boolean passes(int from, int to) {
        return !cut.contains(new Link(from, to));
    }

    /** Mends every link. */
    public void mend() {
        cut.clear();
    }

    /** Sends a message: {@code delivery} happens when, and as often as, it arrives. */
    public void send(int from, int to, Runnable delivery) {
        if (from == to) {
            time.after(0, delivery);
            return;
        }
        deliver(from, to, delivery);
        if (random.nextDouble() < doubling) {
            deliver(from, to, delivery);
        }
    }

    private void deliver(int from, int to, Runnable delivery) {
        if (random.nextDouble() < loss) {
            return;
        }
        time.after(1L + random.nextInt(SLOWEST_MS), () -> {
            if (passes(from, to)) {
                delivery.run();
            }
        });
    }
}
