package io.ottla.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ottla.http.RunningFront;
import java.net.http.HttpResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MetricsRoutesTest {
    private static final Executor SAME_THREAD = Runnable::run;

    @Test
    void speaksPrometheusTextByDefault() throws Exception {
        try (RunningFront front = front(MetricsRoutesTest::registry)) {
            HttpResponse<String> answer = front.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains("# TYPE kafka_server_brokertopicmetrics_messagesin_total counter")
                    .contains("jvm_threads_current");
        }
    }

    @Test
    void speaksOpenMetricsToThoseWhoAsk() throws Exception {
        try (RunningFront front = front(MetricsRoutesTest::registry)) {
            HttpResponse<String> answer = front.get(
                    "/metrics",
                    "Accept",
                    "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;version=1.0.0;q=0.6,*/*;q=0.2");

            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .isEqualToIgnoringCase("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(answer.body())
                    .contains("# TYPE kafka_server_brokertopicmetrics_messagesin counter")
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void showsMetersThatPartsBoundToTheRegistry() throws Exception {
        PrometheusMeterRegistry registry = registry();
        registry.counter("connect.tasks.started").increment(3);
        try (RunningFront front = front(() -> registry)) {
            assertThat(front.get("/metrics").body()).contains("connect_tasks_started_total 3.0");
        }
    }

    @Test
    void makesTheRegistryOnceAndNotBeforeTheFirstScrape() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Supplier<PrometheusMeterRegistry> counting = () -> {
            made.incrementAndGet();
            return registry();
        };
        try (RunningFront front = front(counting)) {
            front.get("/elsewhere");
            assertThat(made).hasValue(0);
            front.get("/metrics");
            front.get("/metrics");
            assertThat(made).hasValue(1);
        }
    }

    @Test
    void triesAgainWhenTheRegistryCouldNotBeMade() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Supplier<PrometheusMeterRegistry> failingOnce = () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("secret detail");
            }
            return registry();
        };
        try (RunningFront front = front(failingOnce)) {
            HttpResponse<String> failed = front.get("/metrics");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("secret");
            assertThat(front.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    private static RunningFront front(Supplier<PrometheusMeterRegistry> registry) throws Exception {
        return RunningFront.serving(new MetricsRoutes(registry, SAME_THREAD));
    }

    private static PrometheusMeterRegistry registry() {
        return NodeMetrics.registry(FixedStats.ofActiveController(2), SeriesLimits.defaults());
    }
}
