package io.ottla.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What Akka makes of a Scala future runs its callbacks elsewhere: on Java's common pool, or, where that has fewer than two threads, as on
 * machines of two cores, each on a thread that is started for it. That is dearer than all else that a request costs.
 */
public final class AkkaStages {
    private AkkaStages() {}

    /** The same outcome as an ordinary stage, whose callbacks run on the thread that completes it; they must not block. */
    public static <T> CompletableFuture<T> inPlace(CompletionStage<T> stage) {
        CompletableFuture<T> same = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        same.complete(value);
                    } else {
                        same.completeExceptionally(failure);
                    }
                },
                Runnable::run);
        return same;
    }
}
