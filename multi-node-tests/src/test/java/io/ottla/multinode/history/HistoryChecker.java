package io.ottla.multinode.history;

import java.util.ArrayList;
import java.util.List;

/** Finds what is wrong in a history. Pure. */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Every anomaly of the history; none if clients and log agree. */
    public static List<Anomaly> check(History history) {
        List<Anomaly> found = new ArrayList<>();
        WriteChecks.check(history, found);
        ReadChecks.check(history, found);
        CommitChecks.check(history, found);
        TransactionChecks.check(history, found);
        ReplicaChecks.check(history, found);
        return List.copyOf(found);
    }
}
