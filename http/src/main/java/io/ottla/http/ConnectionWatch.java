package io.ottla.http;

import akka.Done;
import akka.io.Inet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that make no request: those whose request's head does not come, or comes so slowly that it will not be
 * whole in time. Akka's own idle timeout is content with one byte now and then. Sees each connection as the socket option that
 * it is to Akka, and each request by the address that it comes from. Thread-safe.
 */
final class ConnectionWatch extends Inet.AbstractSocketOptionV2 {
    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<SocketAddress, Connection> connections = new ConcurrentHashMap<>();
    private final long headNanos;
    private final long idleNanos;
    private final LongSupplier nanos;

    /**
     * No connections yet.
     *
     * @param head from the connection, or from the end of the idle time, to the end of a request's head
     * @param idle from one answer to the next request's begin
     * @param nanos a clock
     */
    ConnectionWatch(Duration head, Duration idle, LongSupplier nanos) {
        this.headNanos = head.toNanos();
        this.idleNanos = idle.toNanos();
        this.nanos = nanos;
    }

    private static final class Connection {
        private final SocketChannel channel;
        private int requests;
        private long deadline;
        private boolean ending;

        Connection(SocketChannel channel, long deadline) {
            this.channel = channel;
            this.deadline = deadline;
        }

        synchronized void requested() {
            requests++;
        }

        synchronized void answered(long nextDeadline) {
            requests--;
            deadline = nextDeadline;
        }

        /** Ends it in order when it is late: Akka sees the end of what the client sends. By force if that does not help. */
        synchronized void endIfLate(long now) throws IOException {
            if (requests > 0 || now - deadline <= 0) {
                return;
            }
            if (ending) {
                channel.close();
            } else {
                ending = true;
                deadline = now + GRACE_NANOS;
                channel.shutdownInput();
            }
        }
    }

    /** Akka has accepted a connection. */
    @Override
    public void afterConnect(Socket socket) {
        SocketChannel channel = socket.getChannel();
        SocketAddress remote = socket.getRemoteSocketAddress();
        if (channel != null && remote != null) {
            connections.put(remote, new Connection(channel, nanos.getAsLong() + headNanos));
        }
    }

    /**
     * The head of a request is there.
     *
     * @param answered completes when its answer is out
     */
    void requested(InetSocketAddress remote, CompletionStage<Done> answered) {
        Connection connection = connections.get(remote);
        if (connection != null) {
            connection.requested();
            answered.whenComplete((done, failure) -> connection.answered(nanos.getAsLong() + idleNanos + headNanos));
        }
    }

    /** How many connections there are. */
    int size() {
        return connections.size();
    }

    /** Closes those that are late, and forgets those that are gone. */
    void sweep() {
        long now = nanos.getAsLong();
        connections.values().removeIf(connection -> {
            try {
                connection.endIfLate(now);
            } catch (IOException gone) {
                log.debug("A connection that makes no request could not be closed in order", gone);
            }
            return !connection.channel.isOpen();
        });
    }

    /** How often to {@link #sweep}. */
    Duration interval() {
        return Duration.ofNanos(
                Math.max(TimeUnit.MILLISECONDS.toNanos(10), Math.min(headNanos / 4, TimeUnit.SECONDS.toNanos(1))));
    }
}
