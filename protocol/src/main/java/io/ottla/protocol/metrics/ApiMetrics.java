package io.ottla.protocol.metrics;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one API. Any thread. */
public final class ApiMetrics {
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LatencyHistogram totalTime = new LatencyHistogram();

    /**
     * Counts a request that is done.
     *
     * @param nanos from the whole request being there to its response being handed to the socket
     * @param requestBytes without the length field
     * @param responseBytes with the length field; 0 when it took no response
     */
    public void completed(long nanos, long requestBytes, long responseBytes) {
        requests.increment();
        bytesIn.add(requestBytes);
        bytesOut.add(responseBytes);
        totalTime.record(nanos);
    }

    /** Counts a request that the node failed to handle. */
    public void failed() {
        failures.increment();
    }

    /** Requests done. */
    public long requests() {
        return requests.sum();
    }

    /** Requests that ended in UNKNOWN_SERVER_ERROR or a closed connection because handling them failed. */
    public long failures() {
        return failures.sum();
    }

    /** Bytes of requests. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes of responses. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** How long requests took. */
    public LatencyHistogram totalTime() {
        return totalTime;
    }
}
