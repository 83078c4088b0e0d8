package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.Moment;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells the time on the wall clock and on one that never jumps. */
final class Moments {
    private final Clock wall;
    private final LongSupplier nanos;

    /** The wall clock given, and a steady clock in nanoseconds such as {@link System#nanoTime}. */
    Moments(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    Moment now() {
        return new Moment(wall.millis(), TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()));
    }
}
