package io.ottla.storage;

/**
 * What an append by a leader depends on besides the records.
 *
 * @param leaderEpoch written into every batch
 * @param origin who asks
 * @param nowMs the clock, for LogAppendTime and timestamp bounds
 * @param zstdAllowed whether the request's version knows zstd (Produce v7)
 */
public record AppendContext(int leaderEpoch, AppendOrigin origin, long nowMs, boolean zstdAllowed) {
    /** A produce request of a current version. */
    public static AppendContext client(int leaderEpoch, long nowMs) {
        return new AppendContext(leaderEpoch, AppendOrigin.CLIENT, nowMs, true);
    }

    /** Whatever is appended at the wish of somebody who knows the newest formats. */
    public static AppendContext of(AppendOrigin origin, int leaderEpoch, long nowMs) {
        return new AppendContext(leaderEpoch, origin, nowMs, true);
    }

    /** A coordinator's own records or transaction markers. */
    public static AppendContext coordinator(int leaderEpoch, long nowMs) {
        return new AppendContext(leaderEpoch, AppendOrigin.COORDINATOR, nowMs, true);
    }
}
