package io.ottla.actors.partition.state;

/**
 * What a fetch tells the leader of a follower. The fetch named the leader's own epoch, and the epoch of the follower's last record agreed
 * with the leader's log.
 *
 * @param replica the follower
 * @param brokerEpoch the incarnation of its broker, -1 if it does not say
 * @param session which of the follower's fetch sessions it is of: a later one has a higher number
 * @param fetchOffset it has everything below
 * @param logStartOffset the first offset of its log
 * @param leaderEnd where the leader's log ended when the fetch was read
 */
public record FollowerFetch(
        int replica, long brokerEpoch, long session, long fetchOffset, long logStartOffset, long leaderEnd) {}
