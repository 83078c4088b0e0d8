package io.ottla.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.entity;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.unmarshalling.Unmarshaller;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Clients that send their whole body before they look for an answer, which the server has given long before. */
class UnreadBodyTest {
    private static final int LIMIT = 100_000;
    private static final int BODY = 8 << 20;
    private static final RouteSource ROUTES = () -> concat(
            path("echo", () -> post(() -> entity(Unmarshaller.entityToString(), text -> complete(text)))),
            path("deaf", () -> post(() -> complete("I do not listen"))));

    private RunningFront front = limitedTo(HttpLimits.Discard.defaults());

    @AfterEach
    void stop() {
        front.close();
    }

    @RepeatedTest(20)
    void tellsTheClientThatABodyOfKnownLengthIsTooLong() throws Exception {
        assertThat(sendingAllFirst("/echo", BODY)).startsWith("HTTP/1.1 413 ").contains("\"error_code\":413");
    }

    @RepeatedTest(20)
    void tellsTheClientThatAChunkedBodyIsTooLong() throws Exception {
        try (Socket socket = connected()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
            byte[] chunk = ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n");
            for (int sent = 0; sent < BODY; sent += 0x10000) {
                out.write(chunk);
            }
            out.write(ascii("0\r\n\r\n"));

            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").contains("\"error_code\":413");
        }
    }

    @RepeatedTest(10)
    void tellsTheClientThatNobodyWantsItsBody() throws Exception {
        assertThat(sendingAllFirst("/nowhere", BODY)).startsWith("HTTP/1.1 404 ");
        assertThat(sendingAllFirst("/deaf", BODY)).startsWith("HTTP/1.1 200 ").contains("I do not listen");
    }

    @Test
    void answersAClientThatAsksFirstWithoutItsBody() throws Exception {
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write(ascii("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + BODY
                            + "\r\n\r\n"));

            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").doesNotContain("100 Continue");
        }
    }

    @Test
    void takesABodyThatReachesTheLimitAndKeepsTheConnection() throws Exception {
        try (Socket socket = connected()) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write(ascii("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + LIMIT + "\r\n"
                                + (i == 1 ? "Connection: close\r\n" : "") + "\r\n" + "x".repeat(LIMIT)));
            }

            assertThat(answer(socket)).hasSizeGreaterThan(2 * LIMIT).doesNotContain("413");
        }
    }

    @Test
    void closesTheConnectionOfAClientThatGoesSilent() throws Exception {
        restart(new HttpLimits.Discard(1 << 30, Duration.ofMinutes(10), Duration.ofMillis(50)));
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write(ascii("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY + "\r\n\r\nand then"));

            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void doesNotListenForEver() throws Exception {
        restart(new HttpLimits.Discard(1 << 20, Duration.ofMinutes(10), Duration.ofMinutes(10)));
        try (Socket socket = connected()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
            byte[] chunk = ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n");

            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private void restart(HttpLimits.Discard discard) {
        front.close();
        front = limitedTo(discard);
    }

    private static RunningFront limitedTo(HttpLimits.Discard discard) {
        return RunningFront.limitedTo(
                new HttpLimits(
                        LIMIT,
                        16,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        discard),
                ROUTES);
    }

    private String sendingAllFirst(String path, int length) throws IOException {
        try (Socket socket = connected()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n"));
            out.write(new byte[length]);
            return answer(socket);
        }
    }

    private Socket connected() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), front.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Everything until the server closes the connection, which it must do in order. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
