package io.ottla.storage;

/**
 * The answer to "where does this leader epoch end in your log" (KIP-101, KIP-279).
 *
 * @param epoch the largest epoch at or below the one asked for, -1 when unknown
 * @param endOffset the first offset after it, -1 when unknown
 */
public record EpochEndOffset(int epoch, long endOffset) {
    /** The epoch asked for is not known here. */
    public static final EpochEndOffset UNKNOWN = new EpochEndOffset(-1, -1);
}
