package io.ottla.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Source;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Endpoints;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * On machines of one or two cores the JDK starts a thread for each callback of a stage that Akka has made. The build runs with the
 * common pool of such a machine.
 */
class RequestThreadsTest {
    private static final int REQUESTS = 200;
    /** Idle threads of pools end, and others begin, at any time. */
    private static final long OTHERS = 50;

    @Test
    void requestsAreAnsweredByThreadsThatAreThere() throws Exception {
        try (RunningFront front = RunningFront.serving()) {
            assertThat(startedBy(() -> front.get("/nowhere"))).isLessThan(OTHERS);
        }
    }

    @Test
    void bodiesAreReadAndAnswersStreamedByThreadsThatAreThere() throws Exception {
        AtomicReference<ActorSystem<?>> system = new AtomicReference<>();
        RouteSource echo = () -> new Endpoints(
                        system.get(),
                        (endpoint, status, nanos) -> {},
                        List.of(Endpoint.post("/echo", "Answers with what it is sent", RequestThreadsTest::echo)))
                .route();
        try (RunningFront front = RunningFront.guarded(
                started -> {
                    system.set(started);
                    return FrontAccess.open();
                },
                echo)) {
            // More than Akka reads at once: the body comes as a stream.
            String body = "a".repeat(100_000);
            assertThat(front.post("/echo", body).body()).isEqualTo(body);

            assertThat(startedBy(() -> front.post("/echo", body))).isLessThan(OTHERS);
        }
    }

    private static CompletionStage<HttpResponse> echo(Call call) {
        return call.body()
                .thenApply(bytes -> HttpResponse.create()
                        .withEntity(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, Source.single(bytes))));
    }

    private interface Request {
        Object send() throws Exception;
    }

    private static long startedBy(Request request) throws Exception {
        request.send();
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < REQUESTS; i++) {
            request.send();
        }
        return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
    }
}
