package io.ottla.actors.membership;

import io.ottla.actors.remote.NodeAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node is told about the cluster it shall be in.
 *
 * @param folder its quorum folder, locked by this process
 * @param join where other nodes are asked for the cluster; it may hold this node's own address
 * @param expected how many nodes begin a cluster together; 1 begins one alone, 0 only joins one
 * @param wantedNodeId the number given by the operator, if any
 * @param belonging the cluster the folders belong to; empty if they are new
 */
public record MembershipSettings(
        Path folder,
        List<NodeAddress> join,
        int expected,
        Optional<Integer> wantedNodeId,
        Optional<Belonging> belonging) {
    public MembershipSettings {
        join = List.copyOf(join);
    }

    /** The cluster and the number that a node's folders belong to. */
    public record Belonging(String clusterId, int nodeId) {}
}
