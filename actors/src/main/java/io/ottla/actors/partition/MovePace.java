package io.ottla.actors.partition;

import io.ottla.actors.partition.state.ByteRate;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast replicas move between log directories: so many threads, and so many bytes a second for all of them. Any thread. */
public final class MovePace {
    /** Where a move has to wait for something else: room on the disk, or another look at the log. */
    private static final long LATER_MS = 500;

    private final Executor threads;
    private final LongSupplier bytesPerSecond;
    private final Clock clock;
    private final ByteRate rate = new ByteRate();

    /**
     * A pace.
     *
     * @param threads do the copying, step by step
     * @param bytesPerSecond {@code replica.alter.log.dirs.io.max.bytes.per.second}, asked anew each time
     */
    public MovePace(Executor threads, LongSupplier bytesPerSecond, Clock clock) {
        this.threads = threads;
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
    }

    /** Runs the next step when what was copied so far allows it. */
    void next(Runnable step) {
        long waitMs = waitMs();
        if (waitMs == 0) {
            threads.execute(step);
        } else {
            after(waitMs, step);
        }
    }

    /** Runs the next step after a moment. */
    void later(Runnable step) {
        after(LATER_MS, step);
    }

    /** Takes note of bytes that were copied. */
    synchronized void moved(long bytes) {
        rate.moved(bytes, bytesPerSecond.getAsLong(), clock.millis());
    }

    private synchronized long waitMs() {
        return rate.waitMs(bytesPerSecond.getAsLong(), clock.millis());
    }

    private void after(long waitMs, Runnable step) {
        CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS, threads)
                .execute(step);
    }
}
