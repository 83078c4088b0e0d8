package io.ottla.actors.controller.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * How far each broker has been sent the metadata. A broker is sent every commit as it happens, once it has been sent all
 * before; what got lost on the way shows in what the broker says it has, and is sent again.
 */
public final class FeedBook {
    /** A broker that has less than it was sent, and no more than this long ago, has lost something. */
    static final long PATIENCE_MS = 1_000;

    /** A broker that says itself that something is missing is sent it at most this often. */
    static final long RESEND_MS = 200;

    private final Map<Integer, Position> positions = new HashMap<>();

    /**
     * @param sent the last event it was sent
     * @param has the last event it said it had
     * @param progressMs when it last got closer, or began to have something to get
     * @param resentMs when it was last sent something for the second time
     */
    private record Position(UUID incarnation, long sent, long has, long progressMs, long resentMs) {}

    /**
     * A broker says, with a heartbeat or its registration, what it has.
     *
     * @param has the last event it has
     * @param committed the last committed event
     * @return from which event on it has to be sent everything up to the last, if it has to; counts as sent from now on
     */
    public OptionalLong told(int broker, UUID incarnation, long has, long committed, long nowMs) {
        Position before = positions.get(broker);
        if (before == null || !before.incarnation().equals(incarnation) || before.sent() < committed) {
            positions.put(broker, new Position(incarnation, committed, has, nowMs, nowMs));
            return has < committed ? OptionalLong.of(has) : OptionalLong.empty();
        }
        if (has > before.has()) {
            positions.put(broker, new Position(incarnation, committed, has, nowMs, before.resentMs()));
        } else if (has < committed && nowMs - before.progressMs() >= PATIENCE_MS) {
            positions.put(broker, new Position(incarnation, committed, has, nowMs, nowMs));
            return OptionalLong.of(has);
        }
        return OptionalLong.empty();
    }

    /** A broker was sent events that follow an image it has not got. The result is that of {@link #told}. */
    public OptionalLong missing(int broker, UUID incarnation, long has, long committed, long nowMs) {
        Position before = positions.get(broker);
        boolean justSent =
                before != null && before.incarnation().equals(incarnation) && nowMs - before.resentMs() < RESEND_MS;
        if (justSent || has >= committed) {
            return OptionalLong.empty();
        }
        positions.put(broker, new Position(incarnation, committed, has, nowMs, nowMs));
        return OptionalLong.of(has);
    }

    /**
     * Events are committed.
     *
     * @param after the last event before them
     * @param committed the last of them
     * @return the brokers to send them to: those that have been sent all before
     */
    public List<Integer> follow(long after, long committed, long nowMs) {
        List<Integer> due = new ArrayList<>();
        positions.replaceAll((broker, position) -> {
            if (position.sent() != after) {
                return position;
            }
            due.add(broker);
            long progressMs = position.has() >= after ? nowMs : position.progressMs();
            return new Position(position.incarnation(), committed, position.has(), progressMs, position.resentMs());
        });
        return due;
    }

    /** Only these brokers are registered. */
    public void keep(Set<Integer> brokers) {
        positions.keySet().retainAll(brokers);
    }
}
