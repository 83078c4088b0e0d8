package io.ottla.protocol.link;

/**
 * Who fetches.
 *
 * @param nodeId this node
 * @param brokerEpoch the incarnation of its broker, -1 while it is not known
 */
record Follower(int nodeId, long brokerEpoch) {}
