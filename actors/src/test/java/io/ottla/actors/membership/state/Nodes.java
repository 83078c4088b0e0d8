package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Nodes of tests, by number: a higher number is a higher address. */
final class Nodes {
    private Nodes() {}

    static NodeAddress address(int node) {
        return new NodeAddress("node", 2550 + node);
    }

    static UUID directory(int node) {
        return new UUID(7, node);
    }

    static Candidate candidate(int node, int expected) {
        return new Candidate(address(node), directory(node), Optional.empty(), expected);
    }

    static Proposal proposal(int proposer, String clusterId, int... members) {
        return new Proposal(
                address(proposer),
                clusterId,
                IntStream.of(members)
                        .mapToObj(node -> new ProposedMember(address(node), directory(node), node))
                        .toList());
    }

    static VoterAt voter(int node) {
        return new VoterAt(node, directory(node), address(node));
    }

    static KnownVoters voters(long epoch, int... nodes) {
        return new KnownVoters(
                epoch, 0, IntStream.of(nodes).mapToObj(Nodes::voter).toList());
    }
}
