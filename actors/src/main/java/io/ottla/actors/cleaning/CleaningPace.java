package io.ottla.actors.cleaning;

import io.ottla.storage.compaction.Pace;
import io.ottla.storage.compaction.Throttle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Keeps a cleaner's thread below its bound of bytes a second, and ends its work when the node stops. Never interrupts: that would close files in use. */
final class CleaningPace implements Pace {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Throttle throttle;
    private final BooleanSupplier stopped;

    CleaningPace(double bytesPerSecond, BooleanSupplier stopped) {
        this.throttle = new Throttle(bytesPerSecond, System.nanoTime());
        this.stopped = stopped;
    }

    @Override
    public void moved(long bytes) {
        long waitNanos = throttle.moved(bytes, System.nanoTime());
        while (!stopped.getAsBoolean() && waitNanos > 0) {
            LockSupport.parkNanos(Math.min(waitNanos, LONGEST_PAUSE_NANOS));
            waitNanos = throttle.moved(0, System.nanoTime());
        }
        if (stopped.getAsBoolean()) {
            throw new CancellationException("the node stops");
        }
    }
}
