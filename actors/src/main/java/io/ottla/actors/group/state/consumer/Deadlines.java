package io.ottla.actors.group.state.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Until when members must be heard of, and until when those must have done something who were asked to: give partitions up, or rejoin.
 * All times are of the steady clock, in milliseconds.
 */
final class Deadlines {
    private final Map<String, Long> sessions = new HashMap<>();
    private final Map<String, Long> expected = new HashMap<>();

    /** A lower bound of all of them. */
    private long next = Long.MAX_VALUE;

    void heardOf(String memberId, long untilMs) {
        sessions.put(memberId, untilMs);
        next = Math.min(next, untilMs);
    }

    /** Something is expected of the member; a time set before stays. */
    void expect(String memberId, long untilMs) {
        if (expected.putIfAbsent(memberId, untilMs) == null) {
            next = Math.min(next, untilMs);
        }
    }

    /** Nothing is expected of the member any more. */
    void fulfilled(String memberId) {
        expected.remove(memberId);
    }

    void forget(String memberId) {
        sessions.remove(memberId);
        expected.remove(memberId);
    }

    void takeAll(Deadlines other) {
        sessions.putAll(other.sessions);
        expected.putAll(other.expected);
        next = Math.min(next, other.next);
    }

    long next() {
        return next;
    }

    /** Whose time is up; nothing is due of them afterwards. */
    List<String> takeOverdue(long nowMs) {
        List<String> overdue = new ArrayList<>();
        sessions.forEach((memberId, until) -> {
            if (until <= nowMs || expected.getOrDefault(memberId, Long.MAX_VALUE) <= nowMs) {
                overdue.add(memberId);
            }
        });
        overdue.forEach(this::forget);
        expected.keySet().retainAll(sessions.keySet());
        next = Long.MAX_VALUE;
        sessions.values().forEach(until -> next = Math.min(next, until));
        expected.values().forEach(until -> next = Math.min(next, until));
        return overdue;
    }
}
