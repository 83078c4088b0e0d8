package io.ottla.actors.simulation.transactions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** All workers that there are and were, and what happens to them. */
final class Workers {
    private static final int MOST = 4;
    /**
     * So long after the faults there is time for another controller, for the sessions of members that are gone, and for more transactions
     * than chance can make abort; and enough is left for what is open to end.
     */
    private static final long REST_AFTER_MS = 7_000;

    private static final int FIRST_PRODUCER_ID = 1_000;

    private final TransactionsWorld world;
    private final List<Worker> all = new ArrayList<>();
    private final Map<String, Integer> names = new TreeMap<>();
    private long producerIds = FIRST_PRODUCER_ID;
    private boolean peace;
    private int answeredBeforePeace;

    Workers(TransactionsWorld world) {
        this.world = world;
    }

    TransactionsWorld world() {
        return world;
    }

    long freshProducerId() {
        return producerIds++;
    }

    /** How many transactions were acknowledged before the faults ended. */
    int answeredBeforePeace() {
        return answeredBeforePeace;
    }

    void begin() {
        int count = 2 + random().nextInt(MOST - 1);
        for (int i = 0; i < count; i++) {
            start("id-" + i);
        }
        somethingHappens();
    }

    private Random random() {
        return world.cluster().random();
    }

    private void start(String transactionalId) {
        int incarnation = names.merge(transactionalId, 1, Integer::sum);
        Worker worker = new Worker(this, transactionalId + "-" + incarnation, transactionalId);
        all.add(worker);
        worker.start();
    }

    private void somethingHappens() {
        world.cluster().time().after(100L + random().nextInt(900), this::somethingHappens);
        List<Worker> there = all.stream().filter(worker -> !worker.isGone()).toList();
        if (peace || there.isEmpty()) {
            return;
        }
        Worker worker = there.get(random().nextInt(there.size()));
        switch (random().nextInt(5)) {
            case 0 -> replace(worker, worker.transactionalId());
            case 1 -> replace(worker, "id-" + names.size());
            case 2 -> worker.standStill(random().nextInt(2_500));
            case 3 -> {
                // Somebody takes its place and its name, while it does not know.
                worker.standStill(random().nextInt(1_000));
                if (there.size() < MOST) {
                    start(worker.transactionalId());
                }
            }
            default -> {}
        }
    }

    private void replace(Worker worker, String transactionalId) {
        worker.crash();
        start(transactionalId);
    }

    void makePeace() {
        peace = true;
        endThoseWhoWereReplaced();
        answeredBeforePeace = world.history.commitsAnswered().size();
        world.cluster().time().after(REST_AFTER_MS, () -> all.forEach(Worker::comeToRest));
    }

    /** Two that take their common id from each other again and again would come to nothing. */
    private void endThoseWhoWereReplaced() {
        Set<String> taken = new HashSet<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Worker worker = all.get(i);
            if (!worker.isGone() && !taken.add(worker.transactionalId())) {
                worker.crash();
            }
        }
    }

    @Override
    public String toString() {
        return all.stream().filter(worker -> !worker.isGone()).toList().toString();
    }
}
