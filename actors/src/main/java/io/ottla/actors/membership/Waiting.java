package io.ottla.actors.membership;

import org.slf4j.Logger;

/** Tells the operator what a node waits for, unless it is over soon: when that changes, and again every ten seconds. */
final class Waiting {
    private static final long AGAIN_MS = 10_000;
    private static final long PAUSE_MS = 1_000;

    private final Logger log;
    private String told = "";
    private long toldAtMs;

    Waiting(Logger log, long nowMs) {
        this.log = log;
        this.toldAtMs = nowMs;
    }

    void tell(String why, long nowMs) {
        if (nowMs - toldAtMs >= (why.equals(told) ? AGAIN_MS : PAUSE_MS)) {
            told = why;
            toldAtMs = nowMs;
            log.info("not in a cluster yet: {}", why);
        }
    }
}
