package io.ottla.actors.group;

import io.ottla.actors.group.state.consumer.MemberLoad;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses how often members of consumer groups send heartbeats: such that this node gets about a thousand a second, but every half
 * second at most and every five seconds at least. Members learn of changes by their heartbeats, so with few of them a group settles in a
 * second where Kafka's fixed five seconds make it wait.
 */
final class HeartbeatPace implements MemberLoad {
    private static final int SHORTEST_MS = 500;
    private static final int LONGEST_MS = 5_000;

    private final AtomicInteger members = new AtomicInteger();

    @Override
    public void changed(int by) {
        members.addAndGet(by);
    }

    /** At a thousand heartbeats a second there are as many milliseconds between two as there are members. */
    @Override
    public int heartbeatIntervalMs() {
        return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, members.get()));
    }
}
