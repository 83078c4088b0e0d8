package io.ottla.actors.journal.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.UUID;

/**
 * A registered broker, which may become a voter (safety rule Q6).
 *
 * @param nodeId the broker's number
 * @param directoryId the id of its quorum folder
 * @param address where its actor system is reached
 * @param live whether it is heard of now; how long it has been gone is counted from the call that first said so
 */
public record VoterCandidate(int nodeId, UUID directoryId, NodeAddress address, boolean live) {
    /** The candidate as a voter. */
    VoterAt asVoter() {
        return new VoterAt(nodeId, directoryId, address);
    }
}
