package io.ottla.actors.membership;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.state.BootstrapView;
import io.ottla.actors.membership.state.Candidate;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.membership.state.Proposal;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a node tells others of itself.
 *
 * @param self the node with its bootstrap settings
 * @param uid its incarnation
 * @param nodeId its number, -1 as long as it has none
 * @param clusterId the cluster it belongs to: a valid one
 * @param pending the proposal it holds otherwise
 * @param standing where it stands
 * @param voters the newest voters it knows of
 * @param members the members of the cluster it is in, itself included; empty unless it is up
 */
public record NodeStatus(
        Candidate self,
        long uid,
        int nodeId,
        Optional<String> clusterId,
        Optional<Proposal> pending,
        Standing standing,
        Optional<KnownVoters> voters,
        List<MemberAt> members) {
    public NodeStatus {
        members = List.copyOf(members);
    }

    /** Where it is reached. */
    NodeAddress address() {
        return self.address();
    }

    /** The id of its quorum folder. */
    UUID directoryId() {
        return self.directoryId();
    }

    /** The same as the rules of bootstrap see it. */
    BootstrapView view() {
        return new BootstrapView(self, pending, clusterId);
    }

    /** Whether it is up in a cluster that does not have this incarnation. */
    boolean isUpWithout(MemberAt incarnation) {
        return standing == Standing.UP && !members.contains(incarnation);
    }
}
