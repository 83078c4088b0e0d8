package io.ottla.protocol.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of a Kafka port, under Kafka's names. The {@code with} methods return a changed copy.
 *
 * @param listeners where to listen; at least one
 * @param networkThreads event loops ({@code num.network.threads}); never more than cores are started
 * @param maxRequestBytes the longest request ({@code socket.request.max.bytes})
 * @param maxRequestsInFlight how many requests of one connection may be unanswered ({@code queued.max.requests})
 * @param maxQueuedBytes how much memory requests may hold ({@code queued.max.request.bytes}); -1 for a quarter of the heap's
 *     maximum, which is also the JVM's bound for direct memory
 * @param maxIdle how long a connection may be silent ({@code connections.max.idle.ms})
 * @param maxConnections in total ({@code max.connections})
 * @param maxConnectionsPerIp from one address ({@code max.connections.per.ip})
 * @param maxConnectionsPerIpOverrides exceptions to that ({@code max.connections.per.ip.overrides})
 * @param sendBufferBytes of a socket ({@code socket.send.buffer.bytes}); -1 for the system's default
 * @param receiveBufferBytes of a socket ({@code socket.receive.buffer.bytes}); -1 for the system's default
 * @param backlog connections that wait to be accepted ({@code socket.listen.backlog.size}); a small one is raised
 */
public record KafkaPortSettings(
        List<Listener> listeners,
        int networkThreads,
        int maxRequestBytes,
        int maxRequestsInFlight,
        long maxQueuedBytes,
        Duration maxIdle,
        int maxConnections,
        int maxConnectionsPerIp,
        Map<InetAddress, Integer> maxConnectionsPerIpOverrides,
        int sendBufferBytes,
        int receiveBufferBytes,
        int backlog) {
    public KafkaPortSettings {
        listeners = List.copyOf(listeners);
        maxConnectionsPerIpOverrides = Map.copyOf(maxConnectionsPerIpOverrides);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a Kafka port needs a listener");
        }
        if (networkThreads < 1 || maxRequestBytes < FrameDecoder.MIN_FRAME_BYTES || maxRequestsInFlight < 1) {
            throw new IllegalArgumentException("num.network.threads, socket.request.max.bytes and queued.max.requests "
                    + "must be positive: " + networkThreads + ", " + maxRequestBytes + ", " + maxRequestsInFlight);
        }
    }

    /** In a burst of connections, every one that finds the backlog full tries again only after a second. */
    private static final int MIN_BACKLOG = 1024;

    /** Kafka's defaults. */
    public static KafkaPortSettings defaults(List<Listener> listeners) {
        return new KafkaPortSettings(
                listeners,
                3,
                100 * 1024 * 1024,
                500,
                -1,
                Duration.ofMinutes(10),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Map.of(),
                100 * 1024,
                100 * 1024,
                50);
    }

    /** How many connections one address may have. */
    int maxConnectionsFrom(InetAddress address) {
        return maxConnectionsPerIpOverrides.getOrDefault(address, maxConnectionsPerIp);
    }

    /** How much memory requests may hold, with the default worked out. */
    long queuedBytesLimit() {
        return maxQueuedBytes > 0 ? maxQueuedBytes : Runtime.getRuntime().maxMemory() / 4;
    }

    /** How many connections may wait to be accepted. */
    int effectiveBacklog() {
        return Math.max(MIN_BACKLOG, backlog);
    }

    /** How many event loops to start. */
    int eventLoops() {
        return Math.min(networkThreads, Runtime.getRuntime().availableProcessors());
    }
}
