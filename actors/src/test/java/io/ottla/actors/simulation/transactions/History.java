package io.ottla.actors.simulation.transactions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened, as an onlooker knows who sees every log and every worker. */
final class History {
    private final List<Payload> payloads = new ArrayList<>();
    private final Set<Integer> commitAsked = new HashSet<>();
    private final Set<Integer> commitAnswered = new HashSet<>();
    private final Map<Integer, Boolean> shown = new HashMap<>();
    private int transactions;

    /** Keeps something that goes into a log; returns what the log is to hold. */
    long keep(Payload payload) {
        payloads.add(payload);
        return payloads.size() - 1L;
    }

    Payload payload(long value) {
        return payloads.get((int) value);
    }

    int nextTransaction() {
        return transactions++;
    }

    void commitAsked(int transaction) {
        commitAsked.add(transaction);
    }

    void commitAnswered(int transaction) {
        commitAnswered.add(transaction);
    }

    Set<Integer> commitsAnswered() {
        return commitAnswered;
    }

    /** A consumer with read_committed was shown a transaction's output, or passed it over. It must be so everywhere, for ever. */
    void shown(Payload.Output output, boolean committed) {
        Boolean before = shown.putIfAbsent(output.transaction(), committed);
        if (before != null && before != committed) {
            throw new AssertionError("half committed: transaction of " + output + " was shown as "
                    + (before ? "committed" : "aborted") + " before");
        }
        if (committed && !commitAsked.contains(output.transaction())) {
            throw new AssertionError("committed unasked: " + output);
        }
        if (!committed && commitAnswered.contains(output.transaction())) {
            throw new AssertionError("acknowledged and aborted: " + output);
        }
    }
}
