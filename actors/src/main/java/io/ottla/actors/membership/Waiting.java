package io.ottla.actors.membership;

import org.slf4j.Logger;

/** Tells the operator what a node waits for: at once when that changes, and again every ten seconds. */
final class Waiting {
    private static final long AGAIN_MS = 10_000;

    private final Logger log;
    private String told = "";
    private long toldAtMs;

    Waiting(Logger log) {
        this.log = log;
    }

    void tell(String why, long nowMs) {
        if (!why.equals(told) || nowMs - toldAtMs >= AGAIN_MS) {
            told = why;
            toldAtMs = nowMs;
            log.info("not in a cluster yet: {}", why);
        }
    }
}
