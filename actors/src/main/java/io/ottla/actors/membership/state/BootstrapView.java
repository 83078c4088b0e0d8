package io.ottla.actors.membership.state;

import java.util.Optional;

/**
 * What a node holds on disk of a cluster, as it says itself.
 *
 * @param candidate the node
 * @param pending the proposal it holds, if it holds one and does not know that it is valid
 * @param clusterId the cluster it belongs to: only a valid one counts
 */
public record BootstrapView(Candidate candidate, Optional<Proposal> pending, Optional<String> clusterId) {
    /** Whether this node, a member of that proposal, holds what shows that the proposal never became valid. */
    boolean hasPassedOver(Proposal proposal) {
        return clusterId.isPresent()
                ? !clusterId.get().equals(proposal.clusterId())
                : pending.filter(held -> held.compareTo(proposal) < 0).isPresent();
    }

    /** Whether this node holds that proposal, or knows that it is valid. */
    boolean holds(Proposal proposal) {
        return pending.filter(proposal::equals).isPresent()
                || clusterId.filter(proposal.clusterId()::equals).isPresent();
    }
}
