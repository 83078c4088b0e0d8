package io.ottla.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Does several slow things at the same time. */
final class Together {
    private Together() {}

    /** Runs all of them, each on a thread of its own, to their end; throws the first failure. */
    static void run(List<Runnable> all) {
        if (all.size() == 1) {
            all.get(0).run();
            return;
        }
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        all.forEach(one ->
                outcomes.add(CompletableFuture.runAsync(one, work -> new Thread(work, "ottla-testkit").start())));
        RuntimeException first = null;
        for (CompletableFuture<Void> outcome : outcomes) {
            try {
                outcome.join();
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
