package io.ottla.protocol.fetch;

/**
 * Who fetches as a follower.
 *
 * @param replica its node
 * @param brokerEpoch the incarnation of its broker, -1 if it does not say
 */
public record Follower(int replica, long brokerEpoch) {}
