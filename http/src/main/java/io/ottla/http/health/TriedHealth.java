package io.ottla.http.health;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Health of a part that begins when it is asked for something: it is ready unless its last try found that it cannot serve. Then each look
 * has it try again, one try at a time, because whoever looks may send it nothing else until it is ready. Thread-safe.
 */
public final class TriedHealth implements HealthCheck {
    private final String name;
    private final Supplier<Optional<String>> trouble;
    private final Supplier<CompletionStage<?>> tryAgain;
    private final AtomicBoolean trying = new AtomicBoolean();

    /**
     * Of a part.
     *
     * @param trouble why its last try failed, if it did
     * @param tryAgain has it try to serve, which changes the trouble
     */
    public TriedHealth(String name, Supplier<Optional<String>> trouble, Supplier<CompletionStage<?>> tryAgain) {
        this.name = name;
        this.trouble = trouble;
        this.tryAgain = tryAgain;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Health check() {
        Optional<String> reason = trouble.get();
        if (reason.isEmpty()) {
            return new Health.Ready();
        }
        if (trying.compareAndSet(false, true)) {
            tryAgain.get().whenComplete((done, failure) -> trying.set(false));
        }
        return new Health.NotReady(reason.get());
    }
}
