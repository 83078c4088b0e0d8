package io.ottla.protocol.api;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs something when the last of several answers has come, on the thread it came on. Any thread. */
final class Countdown {
    private final AtomicInteger missing;
    private final Runnable whenAllCame;

    /** A countdown of so many answers; with none to wait for it runs at once. */
    Countdown(int answers, Runnable whenAllCame) {
        this.missing = new AtomicInteger(answers + 1);
        this.whenAllCame = whenAllCame;
        came();
    }

    /** One answer has come. What was written before is seen by what runs at the end. */
    void came() {
        if (missing.decrementAndGet() == 0) {
            whenAllCame.run();
        }
    }
}
