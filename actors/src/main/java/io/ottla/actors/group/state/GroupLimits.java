package io.ottla.actors.group.state;

/**
 * What a group may cost and how long things take.
 *
 * @param minSessionTimeoutMs group.min.session.timeout.ms
 * @param maxSessionTimeoutMs group.max.session.timeout.ms
 * @param maxSize group.max.size: members of one group
 * @param maxMemberMetadataBytes metadata of one member over all its protocols: what could not be stored is not accepted
 * @param initialRebalanceDelayMs group.initial.rebalance.delay.ms: how long an empty group waits for more members
 * @param maxOffsetMetadataChars offset.metadata.max.bytes, counted in characters as Kafka does
 * @param offsetsRetentionMs offsets.retention.minutes
 */
public record GroupLimits(
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int maxSize,
        int maxMemberMetadataBytes,
        int initialRebalanceDelayMs,
        int maxOffsetMetadataChars,
        long offsetsRetentionMs) {
    /** The longest name of anything: a record's strings have a length of two bytes, and a character takes up to three. */
    public static final int MAX_NAME_CHARS = 10_000;

    /** How long a member without a session may wait for its first generation: it cannot send heartbeats yet. */
    static final long NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000L;

    /** How many handed out member ids a group remembers before their owners have come back with them. */
    static final int MAX_PENDING_MEMBERS = 10_000;
}
