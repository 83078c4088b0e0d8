package io.ottla.registry;

import io.ottla.registry.state.Decision;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaReader;
import io.ottla.registry.store.SchemaLog;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry. Made without cost: threads and clients begin with the first request. Any number of them on one cluster are one
 * registry: each answers everything, each sees what the others have confirmed, and the log's fence lets one write at a time.
 * Thread-safe.
 */
public final class SchemaRegistry implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final int QUESTIONS_LIMIT = 10_000;

    private final RegistrySettings settings;
    private final SchemaReader schemas = new SchemaReader();
    private @Nullable SchemaLog log;
    private @Nullable ThreadPoolExecutor workers;
    private boolean closed;

    /** A registry that has not begun. */
    public SchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
    }

    /** How it reaches its log. */
    public RegistrySettings settings() {
        return settings;
    }

    /** Understands schemas; what it remembers is shared by all requests. */
    public SchemaReader schemas() {
        return schemas;
    }

    /** What is known without asking the cluster. What is found in it is true; what is not may still be there. */
    public synchronized RegistryImage seen() {
        return log == null ? RegistryImage.EMPTY : log.seen();
    }

    /** The id of the cluster, once the registry has reached it. */
    public synchronized Optional<String> cluster() {
        return Optional.ofNullable(log).flatMap(SchemaLog::cluster);
    }

    /** Why it cannot serve, if the last request found that it cannot. */
    public synchronized Optional<String> trouble() {
        return Optional.ofNullable(log).flatMap(SchemaLog::trouble);
    }

    /**
     * Asks a question about the newest state.
     *
     * @param question may throw {@link Refused}; runs on a thread of the registry's own
     * @return fails with {@link RegistryUnavailable} when the newest state cannot be had
     */
    public <T> CompletionStage<Outcome<T>> read(Function<RegistryImage, T> question) {
        return begun().upToDate().thenApplyAsync(image -> answer(question, image), this::work);
    }

    /**
     * Carries out a command: what it decides is in the log before the answer comes.
     *
     * @param command decides on the newest state; may throw {@link Refused}; may be called again when another registry was
     *     faster
     * @return fails with {@link RegistryUnavailable} when it is not known whether it was carried out
     */
    public <T> CompletionStage<Outcome<T>> write(Function<RegistryImage, Decision<T>> command) {
        return begun().write(command);
    }

    private static <T> Outcome<T> answer(Function<RegistryImage, T> question, RegistryImage image) {
        try {
            return new Outcome.Done<>(question.apply(image));
        } catch (Refused refused) {
            return new Outcome.Rejected<>(refused.refusal());
        }
    }

    private void work(Runnable task) {
        try {
            workers().execute(task);
        } catch (RejectedExecutionException e) {
            throw new CompletionException(new RegistryUnavailable("The registry is too busy or being stopped", e));
        }
    }

    private synchronized SchemaLog begun() {
        if (closed) {
            throw new RegistryUnavailable("The registry is being stopped");
        }
        SchemaLog begun = log == null ? new SchemaLog(settings) : log;
        log = begun;
        return begun;
    }

    private synchronized ThreadPoolExecutor workers() {
        ThreadPoolExecutor begun = workers;
        if (begun == null) {
            begun = new ThreadPoolExecutor(
                    WORKERS, WORKERS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUESTIONS_LIMIT), task -> {
                        Thread thread = new Thread(task, "ottla-registry-questions");
                        thread.setDaemon(true);
                        return thread;
                    });
            begun.allowCoreThreadTimeOut(true);
            workers = begun;
        }
        return begun;
    }

    /** Ends its threads and clients. */
    @Override
    public synchronized void close() {
        closed = true;
        if (log != null) {
            log.close();
        }
        if (workers != null) {
            workers.shutdown();
        }
    }
}
