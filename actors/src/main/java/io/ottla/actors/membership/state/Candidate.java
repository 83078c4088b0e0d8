package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * A node that belongs to no cluster yet, as it introduces itself.
 *
 * @param address where it is reached
 * @param directoryId drawn for its quorum folder and on disk before anyone is told of it
 * @param wantedNodeId the number it was given by its operator, if any
 * @param expected how many nodes shall begin a cluster together; 0 if it only joins one
 */
public record Candidate(NodeAddress address, UUID directoryId, Optional<Integer> wantedNodeId, int expected) {
    /** Whether this node may take part in beginning a cluster. */
    boolean begins() {
        return expected > 0;
    }
}
