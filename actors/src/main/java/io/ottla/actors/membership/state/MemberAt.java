package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;

/**
 * One incarnation of a node as a member.
 *
 * @param address where it is reached
 * @param uid drawn by its actor system: another one at the same address is another incarnation
 */
public record MemberAt(NodeAddress address, long uid) {}
