package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * Partitions of the next transaction that came while the former was still ending. Holding them for a moment spares a producer the
 * back-off that being sent away would cost it.
 */
final class HeldPartitions {
    private static final int MAX_HELD = 1_000;

    private final long holdMs;
    private final List<Held> held = new ArrayList<>();

    private record Held(TransactionCommand.AddPartitions add, long untilMs) {}

    HeldPartitions(long holdMs) {
        this.holdMs = holdMs;
    }

    /** Holds a command unless there are too many. */
    boolean hold(TransactionCommand.AddPartitions add, Moment now) {
        return held.size() < MAX_HELD && held.add(new Held(add, now.steadyMs() + holdMs));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** When the first of them has waited long enough. */
    long nextDeadlineMs() {
        return held.isEmpty() ? Long.MAX_VALUE : held.get(0).untilMs();
    }

    /** Takes out those that have waited long enough. */
    List<TransactionCommand.AddPartitions> expired(Moment now) {
        List<TransactionCommand.AddPartitions> over = held.stream()
                .filter(each -> now.steadyMs() >= each.untilMs())
                .map(Held::add)
                .toList();
        held.removeIf(each -> now.steadyMs() >= each.untilMs());
        return over;
    }

    List<TransactionCommand.AddPartitions> takeAll() {
        List<TransactionCommand.AddPartitions> all =
                held.stream().map(Held::add).toList();
        held.clear();
        return all;
    }
}
