package io.ottla.multinode.history;

/**
 * A batch in the log of one replica.
 *
 * @param offset of its first record
 * @param lastOffset of its last record
 * @param checksum of everything that replicas must agree on, but for the leader epoch
 * @param leaderEpoch in which it was appended
 */
public record Copied(long offset, long lastOffset, long checksum, int leaderEpoch) {}
