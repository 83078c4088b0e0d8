package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AwaitsTest {
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Test
    void tellsTheOutcomeOfAStageThoughWhatItNeededHasEndedSince() {
        stage.complete("served");
        end.complete(null);

        assertThat(Awaits.doneUnlessEnded(stage, end)).isEqualTo("served");
    }

    @Test
    void doesNotWaitForAStageThatNobodyWillComplete() {
        end.complete(null);

        assertThatThrownBy(() -> Awaits.doneUnlessEnded(stage, end)).isInstanceOf(Awaits.EndedFirst.class);
    }

    @Test
    void throwsWhatTheStageFailedWith() {
        stage.completeExceptionally(new IllegalArgumentException("refused"));

        assertThatThrownBy(() -> Awaits.doneUnlessEnded(stage, end))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
