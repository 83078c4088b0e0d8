package io.ottla.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what goes on elsewhere. A failure there is thrown here as a {@link CompletionException}. */
final class Awaits {
    private Awaits() {}

    /** The outcome of a stage that is bounded by this time. */
    static <T extends @Nullable Object> T done(CompletionStage<T> stage, long seconds) {
        try {
            return stage.toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done after " + seconds + " s; the log says where it stands", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** The outcome of a stage that may wait for other nodes as long as it takes. */
    static <T extends @Nullable Object> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /**
     * The outcome of a stage that waits for other nodes as long as it takes, unless what it needs ends before.
     *
     * @throws EndedFirst if that is so; nobody would ever complete the stage
     */
    static <T extends @Nullable Object> T doneUnlessEnded(CompletionStage<T> stage, CompletionStage<?> end) {
        CompletableFuture<T> wanted = stage.toCompletableFuture();
        done(CompletableFuture.anyOf(wanted, end.toCompletableFuture()));
        if (!wanted.isDone()) {
            throw new EndedFirst();
        }
        return done(wanted);
    }

    /** What a stage needs has ended before the stage was done. */
    static final class EndedFirst extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedFirst() {
            super("the actor system ended before the node served");
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
