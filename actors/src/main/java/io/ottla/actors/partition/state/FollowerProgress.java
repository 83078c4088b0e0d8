package io.ottla.actors.partition.state;

/** What a leader knows of one follower, in the leader's present epoch. */
final class FollowerProgress {
    private static final long UNKNOWN = -1;

    private final int id;
    private long brokerEpoch = UNKNOWN;
    private long session = UNKNOWN;
    private long end = UNKNOWN;
    private long logStart = UNKNOWN;
    private long caughtUpMs;
    private long fetchedMs;
    private long leaderEndThen = UNKNOWN;
    private boolean left;

    /**
     * A follower that has not fetched yet.
     *
     * @param caughtUpMs since when it counts as behind; {@link Long#MIN_VALUE} for one that never had everything
     */
    FollowerProgress(int id, long caughtUpMs) {
        this.id = id;
        this.caughtUpMs = caughtUpMs;
    }

    int id() {
        return id;
    }

    long brokerEpoch() {
        return brokerEpoch;
    }

    /** It has everything below; -1 until it fetches. */
    long end() {
        return end;
    }

    long logStart() {
        return logStart;
    }

    /** Takes a fetch in, unless it is of an earlier session and came late. What the follower says it has may also be less than before. */
    void fetched(FollowerFetch fetch, long nowMs) {
        if (fetch.session() < session) {
            return;
        }
        if (fetch.fetchOffset() >= fetch.leaderEnd()) {
            caughtUpMs = nowMs;
        } else if (leaderEndThen != UNKNOWN && fetch.fetchOffset() >= leaderEndThen) {
            // It now has what there was when it fetched before.
            caughtUpMs = Math.max(caughtUpMs, fetchedMs);
        }
        session = fetch.session();
        left = false;
        end = fetch.fetchOffset();
        logStart = fetch.logStartOffset();
        brokerEpoch = fetch.brokerEpoch();
        leaderEndThen = fetch.leaderEnd();
        fetchedMs = nowMs;
    }

    /** It fetches no more in this session. Nothing follows from that if it has begun a later one. */
    void leaves(long itsSession) {
        left |= itsSession >= session;
    }

    /** Whether it has stopped fetching, and not begun again: its disk may have failed, though its broker serves. */
    boolean hasLeft() {
        return left;
    }

    /** The leader's log grows past this end, which the follower had reached: until this moment it was not behind. */
    void leaderGrows(long endBefore, long nowMs) {
        if (end == endBefore) {
            caughtUpMs = Math.max(caughtUpMs, nowMs);
        }
    }

    /** Whether it has everything, or had everything there was not longer ago than this. */
    boolean keepsUp(long leaderEnd, long nowMs, long maxLagMs) {
        return end >= leaderEnd || (caughtUpMs != Long.MIN_VALUE && nowMs - caughtUpMs <= maxLagMs);
    }
}
