package io.ottla.server;

import java.time.Instant;

/** How long this process has been running. */
final class ProcessAge {
    /** When the launcher handed over to Java, in milliseconds of the epoch: a build it may have done before is not our start. */
    private static final String LAUNCHED_MS = "ottla.launched.ms";

    private static final double MILLIS_PER_SECOND = 1_000;

    private ProcessAge() {}

    /** Seconds from the start of the process until now. */
    static double seconds(Instant now) {
        long startMs = Long.getLong(LAUNCHED_MS, startOfProcess(now).toEpochMilli());
        return Math.max(0, now.toEpochMilli() - startMs) / MILLIS_PER_SECOND;
    }

    private static Instant startOfProcess(Instant now) {
        return ProcessHandle.current().info().startInstant().orElse(now);
    }
}
