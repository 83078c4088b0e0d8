package io.ottla.protocol.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What clients wrote to and read from one topic, or all of them. Any thread. */
public final class TopicTraffic {
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder produceRequests = new LongAdder();
    private final LongAdder fetchRequests = new LongAdder();
    private final LongAdder failedProduceRequests = new LongAdder();
    private final LongAdder failedFetchRequests = new LongAdder();

    void produced(long messages, long bytes) {
        produceRequests.increment();
        messagesIn.add(messages);
        bytesIn.add(bytes);
    }

    void produceFailed() {
        produceRequests.increment();
        failedProduceRequests.increment();
    }

    void fetched(long bytes) {
        fetchRequests.increment();
        bytesOut.add(bytes);
    }

    void fetchFailed() {
        fetchRequests.increment();
        failedFetchRequests.increment();
    }

    /** Records accepted. */
    public long messagesIn() {
        return messagesIn.sum();
    }

    /** Bytes of batches accepted. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes of batches handed to consumers. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Attempts to write to a partition. */
    public long produceRequests() {
        return produceRequests.sum();
    }

    /** Reads of a partition that were answered. */
    public long fetchRequests() {
        return fetchRequests.sum();
    }

    /** Writes to a partition that were refused. */
    public long failedProduceRequests() {
        return failedProduceRequests.sum();
    }

    /** Reads of a partition that were refused. */
    public long failedFetchRequests() {
        return failedFetchRequests.sum();
    }
}
