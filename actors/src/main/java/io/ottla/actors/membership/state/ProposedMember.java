package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.UUID;

/**
 * A node that begins a cluster together with others.
 *
 * @param address where it is reached
 * @param directoryId the id of its quorum folder: a node that came back with an empty folder is not this member
 * @param nodeId the number it gets
 */
public record ProposedMember(NodeAddress address, UUID directoryId, int nodeId) {
    boolean is(Candidate candidate) {
        return address.equals(candidate.address()) && directoryId.equals(candidate.directoryId());
    }
}
