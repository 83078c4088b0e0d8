package io.ottla.registry.store;

import io.ottla.registry.Outcome;
import io.ottla.registry.state.Decision;
import io.ottla.registry.state.LogEntry;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.RegistryImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A command that waits to be decided and written. Used by the log's thread, but for its result. */
final class PendingWrite<T> {
    private final Function<RegistryImage, Decision<T>> command;
    private final CompletableFuture<Outcome<T>> result = new CompletableFuture<>();
    private @Nullable Outcome<T> decided;
    private @Nullable RuntimeException defect;

    PendingWrite(Function<RegistryImage, Decision<T>> command) {
        this.command = command;
    }

    CompletableFuture<Outcome<T>> result() {
        return result;
    }

    /**
     * Decides on this state; the answer is kept back until {@link #complete}.
     *
     * @param recordLimit a command whose records would be longer is refused: the topic does not take them
     */
    List<LogEntry> decide(RegistryImage image, int recordLimit) {
        defect = null;
        try {
            Decision<T> decision = command.apply(image);
            for (LogEntry entry : decision.entries()) {
                if (RecordFormat.encode(entry).bytes() > recordLimit) {
                    throw Refused.schemaTooLarge(recordLimit);
                }
            }
            decided = new Outcome.Done<>(decision.answer());
            return decision.entries();
        } catch (Refused refused) {
            decided = new Outcome.Rejected<>(refused.refusal());
            return List.of();
        } catch (RuntimeException e) {
            // A defect in one command is its own; the others of its round go on.
            defect = e;
            return List.of();
        }
    }

    /** Gives the client the answer that was decided last. */
    void complete() {
        if (defect == null) {
            result.complete(decided);
        } else {
            result.completeExceptionally(defect);
        }
    }

    void fail(RuntimeException failure) {
        result.completeExceptionally(failure);
    }
}
