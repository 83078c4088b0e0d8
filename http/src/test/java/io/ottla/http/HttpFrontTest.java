package io.ottla.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeOKWithFutureString;
import static akka.http.javadsl.server.Directives.entity;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.handle;
import static akka.http.javadsl.server.Directives.handleSync;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.unmarshalling.Unmarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
    private static final RouteSource HELLO = () -> path("hello", () -> get(() -> complete("hello")));

    @Test
    void servesTheRoutesOfEverySource() throws Exception {
        RouteSource other = () -> path("other", () -> complete("other"));
        try (RunningFront front = RunningFront.serving(HELLO, other)) {
            assertThat(front.get("/hello").body()).isEqualTo("hello");
            assertThat(front.get("/other").body()).isEqualTo("other");
        }
    }

    @Test
    void asksSourcesForTheirRoutesOnceAndNotBeforeTheFirstRequest() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RouteSource counting = () -> {
            asked.incrementAndGet();
            return HELLO.route();
        };
        try (RunningFront front = RunningFront.serving(counting)) {
            assertThat(asked).hasValue(0);
            front.get("/hello");
            front.get("/hello");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void answersAnUnknownPathWithJson() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            HttpResponse<String> answer = front.get("/nowhere");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body()).isEqualTo("{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
        }
    }

    @Test
    void answersWithoutAnySourceToo() throws Exception {
        try (RunningFront front = RunningFront.serving()) {
            assertThat(front.get("/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersAWrongMethodWithTheAllowedOnes() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            HttpResponse<String> answer = front.post("/hello", "");

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
            assertThat(answer.body()).startsWith("{\"error_code\":405,\"message\":\"");
        }
    }

    @Test
    void answersHeadAsGetWithoutBody() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            HttpResponse<String> answer = front.send(
                    HttpRequest.newBuilder(front.uri("/hello")).method("HEAD", HttpRequest.BodyPublishers.noBody()));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void namesItselfInTheServerHeader() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            assertThat(front.get("/hello").headers().firstValue("Server")).hasValue("Ottla");
        }
    }

    @Test
    void refusesABodyBeyondTheLimit() throws Exception {
        RouteSource echo =
                () -> path("echo", () -> post(() -> entity(Unmarshaller.entityToString(), text -> complete(text))));
        HttpLimits small =
                new HttpLimits(10, 16, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(1));
        try (RunningFront front = RunningFront.limitedTo(small, echo)) {
            assertThat(front.post("/echo", "0123456789").body()).isEqualTo("0123456789");

            HttpResponse<String> answer = front.post("/echo", "01234567890");

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body())
                    .isEqualTo("{\"error_code\":413,\"message\":\"The request body is longer than 10 bytes\"}");
        }
    }

    @Test
    void keepsItsOwnDefectsToItself() throws Exception {
        RouteSource broken = () -> path(
                "broken",
                () -> handleSync(request -> {
                    throw new IllegalStateException("secret detail");
                }));
        try (RunningFront front = RunningFront.serving(broken)) {
            HttpResponse<String> answer = front.get("/broken");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"error_code\":500,\"message\":\"HTTP 500 Internal Server Error\"}");
        }
    }

    @Test
    void keepsTheDefectsOfLateAnswersToItself() throws Exception {
        RouteSource broken = () -> path(
                "late",
                () -> completeOKWithFutureString(
                        CompletableFuture.failedFuture(new IllegalStateException("secret detail"))));
        try (RunningFront front = RunningFront.serving(broken)) {
            HttpResponse<String> answer = front.get("/late");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret").contains("\"error_code\":500");
        }
    }

    @Test
    void answersInJsonWhenARouteIsTooSlow() throws Exception {
        RouteSource never = () -> path("never", () -> handle(request -> new CompletableFuture<>()));
        HttpLimits hasty =
                new HttpLimits(1024, 16, Duration.ofMillis(50), Duration.ofSeconds(20), Duration.ofMillis(100));
        try (RunningFront front = RunningFront.limitedTo(hasty, never)) {
            HttpResponse<String> answer = front.get("/never");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"error_code\":503,\"message\":\"No answer was ready in time\"}");
        }
    }

    @Test
    void answersGarbageInJsonWithoutRepeatingIt() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            String answer = exchange(front, "\u0000garbage<script>\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .contains("\"error_code\":")
                    .doesNotContain("script");
        }
    }

    @Test
    void refusesHeadsBeyondTheParsersLimit() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            String answer = exchange(front, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 414 ").contains("\"error_code\":414");
        }
    }

    @Test
    void closesIdleConnections() throws Exception {
        HttpLimits hasty =
                new HttpLimits(1024, 16, Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(1));
        try (RunningFront front = RunningFront.limitedTo(hasty, HELLO);
                Socket idle = new Socket(
                        InetAddress.getLoopbackAddress(), front.address().getPort())) {
            assertThat(isClosedByPeer(idle)).isTrue();
        }
    }

    @Test
    void saysWhichAddressCannotBeBound() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            int taken = front.address().getPort();

            assertThatThrownBy(() -> HttpFront.start(front.system(), "127.0.0.1", taken, List.of(HELLO))
                            .toCompletableFuture()
                            .join())
                    .cause()
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken)
                    .hasMessageContaining("already in use");
        }
    }

    @Test
    void closesKeptConnectionsWhenItStops() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO);
                Socket kept = new Socket(
                        InetAddress.getLoopbackAddress(), front.address().getPort())) {
            kept.getOutputStream().write(ascii("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
            assertThat(kept.getInputStream().read()).isEqualTo('H');

            front.stop();

            assertThat(isClosedByPeer(kept)).isTrue();
            assertThatThrownBy(() -> front.get("/hello")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void canBeStoppedTwice() throws Exception {
        try (RunningFront front = RunningFront.serving(HELLO)) {
            front.stop();
            front.stop();
        }
    }

    @Test
    void refusesLimitsThatCutAnswersOff() {
        assertThatThrownBy(
                        () -> new HttpLimits(1, 1, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle");
    }

    @Test
    void answersABodyThatARouteCannotReadWithoutTheRoutesException() throws Exception {
        RouteSource numbers = () -> path(
                "numbers",
                () -> post(() -> entity(
                        Unmarshaller.entityToString().thenApply(Integer::parseInt),
                        number -> complete(Integer.toString(number)))));
        try (RunningFront front = RunningFront.serving(numbers)) {
            HttpResponse<String> answer = front.post("/numbers", "seven");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"error_code\":400,\"message\":\"The request body cannot be read\"}");
        }
    }

    /** Reads what is left; an orderly end and a reset are both the end. */
    private static boolean isClosedByPeer(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException reset) {
            return reset.getMessage().contains("reset");
        }
    }

    private static String exchange(RunningFront front, String request) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), front.address().getPort())) {
            socket.getOutputStream().write(ascii(request));
            socket.shutdownOutput();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
