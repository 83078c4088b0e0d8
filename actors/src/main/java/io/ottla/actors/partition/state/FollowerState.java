package io.ottla.actors.partition.state;

import io.ottla.storage.EpochEndOffset;

/**
 * How a follower's log becomes the leader's: where to fetch next, and what to undo where the two differ (KIP-101, KIP-279, KIP-595).
 *
 * <p>Pure, and without memory: everything follows from the log.
 */
public final class FollowerState {
    private FollowerState() {}

    /** A follower's log, as far as it decides. */
    public interface OwnLog {
        /** The first offset. */
        long startOffset();

        /** The offset that the next record gets. */
        long endOffset();

        /** The epoch of the last record, -1 without records. */
        int lastEpoch();

        /** Where an epoch, or the largest below it, ends. */
        EpochEndOffset endOf(int epoch);
    }

    /** What is to be done to the log before the next fetch. */
    public sealed interface Remedy {
        /** Nothing from this offset on may stay. */
        record CutTo(long offset) implements Remedy {}

        /** Nothing at all may stay; the log goes on at this offset. */
        record RestartAt(long offset) implements Remedy {}

        /** Nothing is to be done. */
        record Nothing() implements Remedy {}
    }

    /**
     * The leader says that the logs differ.
     *
     * @param leaders the largest epoch in the leader's log at or below that of the follower's last record, and where it ends there
     */
    public static Remedy onDivergence(OwnLog log, EpochEndOffset leaders) {
        if (leaders.endOffset() < 0) {
            return new Remedy.RestartAt(log.startOffset());
        }
        EpochEndOffset own = log.endOf(leaders.epoch());
        // An epoch that is in neither log as a whole leads to an earlier one: the next answer says how far back.
        long common = own.endOffset() < 0 ? leaders.endOffset() : Math.min(own.endOffset(), leaders.endOffset());
        return cut(log, Math.min(common, log.endOffset()));
    }

    /**
     * The offset asked for is not in the leader's log.
     *
     * @param leaderStart the first offset of the leader's log
     * @param leaderEnd where it ends
     */
    public static Remedy onOutOfRange(OwnLog log, long leaderStart, long leaderEnd) {
        if (log.endOffset() < leaderStart) {
            return new Remedy.RestartAt(leaderStart);
        }
        return log.endOffset() > leaderEnd ? cut(log, leaderEnd) : new Remedy.Nothing();
    }

    private static Remedy cut(OwnLog log, long offset) {
        if (offset < log.startOffset()) {
            return new Remedy.RestartAt(offset);
        }
        return offset < log.endOffset() ? new Remedy.CutTo(offset) : new Remedy.Nothing();
    }
}
