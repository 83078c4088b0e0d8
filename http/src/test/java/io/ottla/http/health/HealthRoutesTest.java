package io.ottla.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.http.RunningFront;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    @Test
    void isReadyWhenEveryPartIs() throws Exception {
        try (RunningFront front = front(check("kafka", Health::ready), check("controller", Health::ready))) {
            HttpResponse<String> answer = front.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"kafka\",\"status\":\"UP\"},"
                            + "{\"name\":\"controller\",\"status\":\"UP\"}]}");
        }
    }

    @Test
    void isNotReadyWhenOnePartIsNot() throws Exception {
        try (RunningFront front = front(
                check("kafka", Health::ready), check("controller", () -> Health.notReady("no \"leader\" is known")))) {
            HttpResponse<String> answer = front.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"kafka\",\"status\":\"UP\"},"
                            + "{\"name\":\"controller\",\"status\":\"DOWN\","
                            + "\"reason\":\"no \\\"leader\\\" is known\"}]}");
        }
    }

    @Test
    void countsAFailingCheckAsNotReady() throws Exception {
        Supplier<Health> failing = () -> {
            throw new IllegalStateException("secret detail");
        };
        try (RunningFront front = front(check("kafka", failing))) {
            HttpResponse<String> answer = front.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void looksAnewForEachProbe() throws Exception {
        AtomicReference<Health> state = new AtomicReference<>(Health.notReady("starting"));
        try (RunningFront front = front(check("kafka", state::get))) {
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(503);
            state.set(Health.ready());
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(200);
            state.set(Health.notReady("stopping"));
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aPartThatFailedTriesAgainWhenItIsLookedAt() throws Exception {
        AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.of("nobody answers"));
        AtomicReference<CompletableFuture<Void>> trying = new AtomicReference<>();
        AtomicInteger tries = new AtomicInteger();
        HealthCheck part = new TriedHealth("part", trouble::get, () -> {
            tries.incrementAndGet();
            trying.set(new CompletableFuture<>());
            return trying.get();
        });
        try (RunningFront front = front(part)) {
            assertThat(front.get("/health/ready").body()).contains("\"reason\":\"nobody answers\"");
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(tries).as("one try at a time").hasValue(1);
            trying.get().completeExceptionally(new IllegalStateException("still nobody"));
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(tries).hasValue(2);
            trouble.set(Optional.empty());
            assertThat(front.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void livesWhateverTheParts() throws Exception {
        try (RunningFront front = front(check("kafka", () -> Health.notReady("starting")))) {
            HttpResponse<String> answer = front.get("/health/live");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        }
    }

    private static RunningFront front(HealthCheck... checks) throws Exception {
        return RunningFront.serving(new HealthRoutes(List.of(checks)));
    }

    private static HealthCheck check(String name, Supplier<Health> state) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Health check() {
                return state.get();
            }
        };
    }
}
