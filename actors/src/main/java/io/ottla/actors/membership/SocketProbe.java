package io.ottla.actors.membership;

import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Probes by connecting. A few threads that end when idle: a connect to a host that is gone takes its whole timeout. */
public final class SocketProbe implements PeerProbe, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final int THREADS = 8;
    private static final int WAITING_MAX = 1_000;

    private final ThreadPoolExecutor threads;

    /** A probe with threads of its own. */
    public SocketProbe() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "ottla-probe");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    @Override
    public CompletionStage<Boolean> gone(NodeAddress kafka, NodeAddress control) {
        return refused(kafka).thenCombine(refused(control), (one, other) -> one && other);
    }

    @Override
    public CompletionStage<Boolean> gone(NodeAddress control) {
        return refused(control);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletableFuture<Boolean> refused(NodeAddress address) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        threads.execute(() -> result.complete(connectIsRefused(address)));
        // A probe that had to make room for newer ones has found nothing.
        return result.completeOnTimeout(false, 4 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean connectIsRefused(NodeAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) TIMEOUT.toMillis());
            return isConnectedToItself(socket);
        } catch (ConnectException refusedOrTimedOut) {
            String message = String.valueOf(refusedOrTimedOut.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains("refused") || message.contains("reset");
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Linux lets a socket that tries a free port of the ephemeral range meet itself there, when it happens to get that port. */
    private static boolean isConnectedToItself(Socket socket) {
        return socket.getLocalPort() == socket.getPort()
                && socket.getLocalAddress().equals(socket.getInetAddress());
    }
}
