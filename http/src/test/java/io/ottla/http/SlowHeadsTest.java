package io.ottla.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Clients that keep a connection without making a request. */
class SlowHeadsTest {
    private static final RouteSource HELLO = () -> path("hello", () -> complete("hello"));
    private static final HttpLimits HASTY = new HttpLimits(
            1024,
            32,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            HttpLimits.Discard.defaults());

    @Test
    void closesAConnectionWhoseHeadComesByteByByte() throws Exception {
        try (RunningFront front = RunningFront.limitedTo(HASTY, HELLO);
                Socket socket = connected(front)) {
            assertThat(sendsUntilClosed(socket)).isTrue();
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        try (RunningFront front = RunningFront.limitedTo(HASTY, HELLO);
                Socket socket = connected(front)) {
            assertThat(isClosedByPeer(socket)).isTrue();
        }
    }

    @Test
    void servesOthersWhileManyAreSlow() throws Exception {
        try (RunningFront front = RunningFront.limitedTo(HASTY, HELLO)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                slow.add(connected(front));
                slow.get(i).getOutputStream().write('G');
            }

            assertThat(front.get("/hello").body()).isEqualTo("hello");
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void letsAKeptConnectionRestForItsIdleTime() throws Exception {
        AtomicLong nanos = new AtomicLong();
        ConnectionWatch watch = new ConnectionWatch(Duration.ofSeconds(10), Duration.ofSeconds(75), nanos::get);
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listening.getLocalAddress());
                SocketChannel served = listening.accept()) {
            watch.afterConnect(served.socket());
            var answered = new CompletableFuture<Done>();
            watch.requested((InetSocketAddress) client.getLocalAddress(), answered);
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            watch.sweep();
            assertThat(served.isOpen()).as("while it is answered").isTrue();
            answered.complete(Done.getInstance());
            nanos.addAndGet(Duration.ofSeconds(80).toNanos());
            watch.sweep();
            assertThat(served.socket().isInputShutdown())
                    .as("while it may rest")
                    .isFalse();
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            watch.sweep();
            assertThat(served.socket().isInputShutdown()).as("afterwards").isTrue();
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            watch.sweep();
            assertThat(served.isOpen()).as("when it does not end by itself").isFalse();
            assertThat(watch.size()).isZero();
        }
    }

    private static boolean sendsUntilClosed(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(20);
        out.write("GET /hello HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        try {
            while (!isAtEnd(in)) {
                out.write('x');
            }
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static boolean isAtEnd(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        }
    }

    private static boolean isClosedByPeer(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static Socket connected(RunningFront front) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), front.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }
}
