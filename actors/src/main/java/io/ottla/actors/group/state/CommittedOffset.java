package io.ottla.actors.group.state;

import org.apache.kafka.common.Uuid;

/**
 * A committed offset.
 *
 * @param offset the next offset to consume
 * @param leaderEpoch the epoch of the last consumed record, -1 if unknown
 * @param metadata whatever the client wants to keep with it
 * @param commitTimestampMs when it was committed, wall clock
 * @param expireTimestampMs when it expires whatever the broker's retention, -1 for never
 * @param topicId the topic's id, zero if unknown
 */
public record CommittedOffset(
        long offset, int leaderEpoch, String metadata, long commitTimestampMs, long expireTimestampMs, Uuid topicId) {
    /** No expiry of its own. */
    public static final long NEVER = -1L;
}
