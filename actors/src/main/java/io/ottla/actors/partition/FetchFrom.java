package io.ottla.actors.partition;

/**
 * Where a follower reads on in its leader's log. Saying so acknowledges everything below.
 *
 * @param offset the first record wanted: the end of its own log
 * @param lastEpoch the leader epoch of its last record, -1 without records
 * @param logStartOffset the first offset of its own log
 */
public record FetchFrom(long offset, int lastEpoch, long logStartOffset) {}
