package io.ottla.actors.group.state;

import org.apache.kafka.common.utils.Bytes;

/**
 * One way of assigning work that a member can take part in. The metadata is opaque to the coordinator.
 *
 * @param name for example {@code range}, {@code sessioned}, {@code v0}
 * @param metadata what the leader needs to know of the member
 */
public record JoinProtocol(String name, Bytes metadata) {}
