package io.ottla.multinode.history;

import io.ottla.multinode.history.Event.Committing;
import io.ottla.multinode.history.Event.Ended;
import io.ottla.multinode.history.Event.Polled;
import io.ottla.multinode.history.Event.SentIn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What readers of committed records, and the logs in the end, show of each transaction: all of it, after its commit, or nothing. */
final class TransactionChecks {
    private final History history;
    private final List<Anomaly> found;
    private final Set<Place> inTransactions;

    private TransactionChecks(History history, List<Anomaly> found) {
        this.history = history;
        this.found = found;
        this.inTransactions = history.all(SentIn.class)
                .map(sent -> new Place(sent.partition(), sent.message()))
                .collect(Collectors.toSet());
    }

    static void check(History history, List<Anomaly> found) {
        TransactionChecks checks = new TransactionChecks(history, found);
        checks.findAbortedReads();
        checks.findUncommittedReads();
        checks.findHalfVisible();
    }

    private void findAbortedReads() {
        Set<Place> aborted = history.all(Ended.class)
                .filter(ended -> !ended.committed())
                .map(ended -> new Place(ended.partition(), ended.message()))
                .collect(Collectors.toSet());
        history.all(Polled.class)
                .filter(got -> aborted.contains(new Place(got.partition(), got.message())))
                .map(got -> new Anomaly.AbortedRead(got.reader(), got.partition(), got.message(), got.offset()))
                .forEach(found::add);
        history.logs()
                .forEach((partition, log) -> log.stream()
                        .filter(stored -> aborted.contains(new Place(partition, stored.message())))
                        .map(stored -> new Anomaly.AbortedRead("", partition, stored.message(), stored.offset()))
                        .forEach(found::add));
    }

    private void findUncommittedReads() {
        Set<Place> committing = new HashSet<>();
        for (Event event : history.events()) {
            if (event instanceof Committing begun) {
                committing.add(new Place(begun.partition(), begun.message()));
            } else if (event instanceof Polled got) {
                Place place = new Place(got.partition(), got.message());
                if (inTransactions.contains(place) && !committing.contains(place)) {
                    found.add(new Anomaly.UncommittedRead(got.reader(), got.partition(), got.message(), got.offset()));
                }
            }
        }
    }

    private void findHalfVisible() {
        Set<Place> visible = new HashSet<>();
        history.logs()
                .forEach(
                        (partition, log) -> log.forEach(stored -> visible.add(new Place(partition, stored.message()))));
        Map<Transaction, List<Place>> transactions = history.all(SentIn.class)
                .collect(Collectors.groupingBy(
                        SentIn::transaction,
                        Collectors.mapping(sent -> new Place(sent.partition(), sent.message()), Collectors.toList())));
        transactions.forEach((transaction, places) -> {
            List<Place> missing = new ArrayList<>(places);
            missing.removeAll(visible);
            if (!missing.isEmpty() && missing.size() < places.size()) {
                places.stream()
                        .filter(visible::contains)
                        .findFirst()
                        .ifPresent(there ->
                                found.add(new Anomaly.HalfVisibleTransaction(transaction, there, missing.get(0))));
            }
        });
    }
}
