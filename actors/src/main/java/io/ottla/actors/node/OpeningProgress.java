package io.ottla.actors.node;

import java.util.Locale;
import java.util.Optional;

/** What to tell of logs that are being opened: nothing while that takes a moment, then a line every few seconds and one at the end. */
final class OpeningProgress {
    private static final long TELL_EVERY_MS = 5_000;

    private int opened;
    private long beganMs;
    private long toldMs;

    /**
     * One log more is open.
     *
     * @param left how many are still being opened
     * @return the line to tell, if it is time for one
     */
    Optional<String> opened(int left, long nowMs) {
        opened++;
        boolean isLast = left == 0;
        boolean isTime = nowMs - (isLast ? beganMs : toldMs) >= TELL_EVERY_MS;
        if (!isTime) {
            return Optional.empty();
        }
        toldMs = nowMs;
        double seconds = (nowMs - beganMs) / 1e3;
        return Optional.of(
                String.format(Locale.ROOT, "opened %d of %d logs after %.1f s", opened, opened + left, seconds));
    }

    /** Logs begin to be opened where none was before. */
    void began(long nowMs) {
        opened = 0;
        beganMs = nowMs;
        toldMs = nowMs;
    }
}
