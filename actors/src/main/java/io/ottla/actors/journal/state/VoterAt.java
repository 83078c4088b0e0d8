package io.ottla.actors.journal.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.UUID;

/**
 * A voter of the quorum journal (safety rule Q5).
 *
 * @param nodeId the node's number
 * @param directoryId drawn when its quorum folder was formatted: a folder that lost its promise is another voter
 * @param address where it was last known to be
 */
public record VoterAt(int nodeId, UUID directoryId, NodeAddress address) {
    /** Whether it is this very voter, wherever it is reached. */
    public boolean is(int otherNodeId, UUID otherDirectoryId) {
        return nodeId == otherNodeId && directoryId.equals(otherDirectoryId);
    }
}
