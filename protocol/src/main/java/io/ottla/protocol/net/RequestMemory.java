package io.ottla.protocol.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the memory that requests hold on the whole port ({@code queued.max.request.bytes}). At the limit, connections stop
 * reading new requests until some are answered; requests already begun are read to their end, so that they cannot block one
 * another half-read.
 *
 * <p>Used from any thread.
 */
final class RequestMemory {
    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    RequestMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    void hold(long bytes) {
        heldBytes.addAndGet(bytes);
    }

    void release(long bytes) {
        long held = heldBytes.addAndGet(-bytes);
        if (held < 0) {
            throw new IllegalStateException("released " + -held + " bytes of request memory that nobody held");
        }
        if (held < limitBytes) {
            wakeAll();
        }
    }

    /** Whether no new request should be read. */
    boolean exhausted() {
        return heldBytes.get() >= limitBytes;
    }

    /** Whether even requests already begun should no longer be read: twice the limit is held. */
    boolean overdrawn() {
        return heldBytes.get() >= 2 * limitBytes;
    }

    long heldBytes() {
        return heldBytes.get();
    }

    /** Runs {@code resume} once memory is to be had, possibly at once; a connection waits at most once at a time. */
    void awaitRelease(Runnable resume) {
        waiting.add(resume);
        if (!exhausted()) {
            wakeAll();
        }
    }

    private void wakeAll() {
        for (Runnable resume = waiting.poll(); resume != null; resume = waiting.poll()) {
            resume.run();
        }
    }
}
