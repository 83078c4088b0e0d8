package io.ottla.actors.controller.state;

/**
 * When silence means that a broker is gone, all in milliseconds.
 *
 * @param intervalMs between two heartbeats
 * @param pauseMs how much longer than that an answer may take
 * @param ownPauseMs a tick of the controller that comes this much too late proves nothing about the brokers
 * @param firstDelayMs how long a broker that was fenced wrongly twice stays fenced after it answers again
 * @param lastDelayMs the most that this delay doubles to
 * @param calmMs a broker that lived this long without being fenced starts without a delay again
 */
public record LivenessTiming(
        long intervalMs, long pauseMs, long ownPauseMs, long firstDelayMs, long lastDelayMs, long calmMs) {
    /** The timings of the failure detector between members (safety rule M2). */
    public static final LivenessTiming DEFAULT = new LivenessTiming(300, 1_200, 300, 1_000, 60_000, 300_000);

    /** The longest silence of a broker that lives. */
    public long silenceMs() {
        return intervalMs + pauseMs;
    }
}
