package io.ottla.protocol.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.protocol.ApiKeys;

/** What a Kafka port counts of its connections and requests. Cheap enough for every request; any thread. */
public final class RequestMetrics {
    private final ConcurrentMap<ApiKeys, ApiMetrics> byApi = new ConcurrentHashMap<>();
    private final TrafficMetrics traffic = new TrafficMetrics();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final LongAdder acceptedConnections = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder idleConnectionsClosed = new LongAdder();
    private final LongAdder badRequests = new LongAdder();

    /** The counters of an API; made at its first request. */
    public ApiMetrics of(ApiKeys api) {
        ApiMetrics found = byApi.get(api);
        return found != null ? found : byApi.computeIfAbsent(api, unused -> new ApiMetrics());
    }

    /** The APIs that were asked for so far, with their counters; a live view. */
    public Map<ApiKeys, ApiMetrics> byApi() {
        return byApi;
    }

    /** What is written to and read from topics. */
    public TrafficMetrics traffic() {
        return traffic;
    }

    /** Counts a connection that opened. */
    public void connectionOpened() {
        openConnections.incrementAndGet();
        acceptedConnections.increment();
    }

    /** Counts a connection that closed. */
    public void connectionClosed() {
        openConnections.decrementAndGet();
    }

    /** Counts a connection that was over a limit. */
    public void connectionRefused() {
        refusedConnections.increment();
    }

    /** Counts a connection that was closed because nothing moved on it. */
    public void idleConnectionClosed() {
        idleConnectionsClosed.increment();
    }

    /** Counts bytes that were no request this node could read. */
    public void badRequest() {
        badRequests.increment();
    }

    /** Connections that are open. */
    public int openConnections() {
        return openConnections.get();
    }

    /** Connections that opened since the start. */
    public long acceptedConnections() {
        return acceptedConnections.sum();
    }

    /** Connections that were refused because of a limit. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /** Connections that were closed because nothing moved on them. */
    public long idleConnectionsClosed() {
        return idleConnectionsClosed.sum();
    }

    /** Requests that could not be read. */
    public long badRequests() {
        return badRequests.sum();
    }
}
