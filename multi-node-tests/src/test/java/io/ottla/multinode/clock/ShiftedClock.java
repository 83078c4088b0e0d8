package io.ottla.multinode.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The wall clock of a node with the agent; its methods stand in for the JDK's of the same names. */
public final class ShiftedClock {
    private static volatile long aheadMs;

    private ShiftedClock() {}

    static void setAhead(long milliseconds) {
        aheadMs = milliseconds;
    }

    /** Called in place of {@link System#currentTimeMillis()}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + aheadMs;
    }

    /** Called in place of {@link Instant#now()}. */
    public static Instant now() {
        return Instant.now().plusMillis(aheadMs);
    }

    /** Called in place of {@link Clock#systemUTC()}. */
    public static Clock systemUTC() {
        return Clock.offset(Clock.systemUTC(), Duration.ofMillis(aheadMs));
    }
}
