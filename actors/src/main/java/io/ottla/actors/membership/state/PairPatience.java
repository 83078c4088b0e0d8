package io.ottla.actors.membership.state;

/**
 * How long two members that lack only each other may hold up the others (safety rule M3): a join, a leave or a hand-over needs
 * all members to have heard of each other, so after ten seconds of waiting the younger of the two goes; the next time after
 * twice as long.
 *
 * <p>Not thread-safe. Times are milliseconds of a clock that never goes back.
 */
public final class PairPatience {
    static final long FIRST_MS = 10_000;
    static final long LAST_MS = 600_000;

    private static final long NOTHING_WAITS = -1;

    private long waitingSinceMs = NOTHING_WAITS;
    private long patienceMs = FIRST_MS;

    /**
     * Whether the younger of the pair has to go now.
     *
     * @param othersWait whether a member is joining or leaving while the two lack each other
     */
    public boolean isOver(boolean othersWait, long nowMs) {
        if (!othersWait) {
            waitingSinceMs = NOTHING_WAITS;
            return false;
        }
        if (waitingSinceMs == NOTHING_WAITS) {
            waitingSinceMs = nowMs;
        }
        if (nowMs - waitingSinceMs < patienceMs) {
            return false;
        }
        waitingSinceMs = NOTHING_WAITS;
        patienceMs = Math.min(2 * patienceMs, LAST_MS);
        return true;
    }
}
