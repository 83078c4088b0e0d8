package io.ottla.storage;

/**
 * A record found by its timestamp.
 *
 * @param offset the record's offset
 * @param timestampMs its timestamp
 * @param leaderEpoch the epoch it was written in, -1 when its batch has none
 */
public record OffsetAndTimestamp(long offset, long timestampMs, int leaderEpoch) {}
