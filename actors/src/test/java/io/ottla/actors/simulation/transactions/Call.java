package io.ottla.actors.simulation.transactions;

import io.ottla.actors.Reply;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client's request to the leader of a partition: sent again, as it is, until there is an answer that is one. */
final class Call<T> {
    private static final int PATIENCE_MS = 250;
    private static final int BACK_OFF_MS = 40;

    private final Worker caller;
    private final int partition;
    private final BiConsumer<TransactionsWorld.Terms, Reply<T>> request;
    private final Predicate<T> comeAgain;
    private final Consumer<T> then;
    private int attempts;
    private boolean answered;

    Call(
            Worker caller,
            int partition,
            BiConsumer<TransactionsWorld.Terms, Reply<T>> request,
            Predicate<T> comeAgain,
            Consumer<T> then) {
        this.caller = caller;
        this.partition = partition;
        this.request = request;
        this.comeAgain = comeAgain;
        this.then = then;
    }

    void send() {
        int attempt = ++attempts;
        caller.world().ask(caller.world().cluster().outside(), partition, request, answer -> take(attempt, answer));
        caller.world().sendLateCopy(caller.world().cluster().outside(), partition, request);
        again(attempt, PATIENCE_MS);
    }

    private void again(int attempt, int delayMs) {
        caller.later(delayMs, () -> {
            if (!answered && attempt == attempts) {
                send();
            }
        });
    }

    private void take(int attempt, T answer) {
        caller.later(0, () -> {
            if (answered) {
                return;
            }
            caller.world().cluster().trace(() -> caller + " is told by partition " + partition + ": " + answer);
            if (comeAgain.test(answer)) {
                again(attempt, BACK_OFF_MS);
            } else {
                answered = true;
                then.accept(answer);
            }
        });
    }
}
