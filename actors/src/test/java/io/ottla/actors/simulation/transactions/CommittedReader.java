package io.ottla.actors.simulation.transactions;

import io.ottla.actors.simulation.cluster.SimulatedLeadership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A consumer with read_committed of one partition: goes on where it was, up to the last stable offset of whoever leads. */
final class CommittedReader {
    private final History history;
    private final List<Payload.Output> committed = new ArrayList<>();
    private long position;

    CommittedReader(History history) {
        this.history = history;
    }

    /** What it was shown, in the order of the log. */
    List<Payload.Output> committed() {
        return committed;
    }

    /** Reads on; what lies before the stable offset has its end before the watermark. */
    void read(SimulatedLeadership leadership, long stableOffset) {
        Map<Long, List<Consumer<Boolean>>> open = new HashMap<>();
        for (long offset = position; offset < leadership.highWatermark(); offset++) {
            Payload payload = history.payload(leadership.at(offset));
            if (payload instanceof Payload.Output output && offset < stableOffset) {
                open.computeIfAbsent(output.producer().id(), unused -> new ArrayList<>())
                        .add(commits -> take(output, commits));
            } else if (payload instanceof Payload.Marker marker) {
                List<Consumer<Boolean>> ended =
                        open.remove(marker.end().producer().id());
                if (ended != null) {
                    ended.forEach(each -> each.accept(marker.end().committed()));
                }
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError(
                    "stable but open: transactions of producers " + open.keySet() + " below offset " + stableOffset);
        }
        position = Math.max(position, stableOffset);
    }

    private void take(Payload.Output output, boolean commits) {
        history.shown(output, commits);
        if (commits) {
            committed.add(output);
        }
    }
}
