package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A cluster that some nodes want to begin (safety rule C6). It is valid once all of its members have it on disk.
 *
 * @param proposer who made it
 * @param clusterId the id of the cluster
 * @param members all that begin it, in the order of their addresses
 */
public record Proposal(NodeAddress proposer, String clusterId, List<ProposedMember> members)
        implements Comparable<Proposal> {
    private static final int VOTERS_OF_THREE_OR_MORE = 3;
    private static final Comparator<Proposal> ORDER =
            Comparator.comparing(Proposal::proposer).thenComparing(Proposal::clusterId);

    public Proposal {
        members = members.stream()
                .sorted(Comparator.comparing(ProposedMember::address))
                .toList();
    }

    /** Lower ones win where nodes hold different ones. */
    @Override
    public int compareTo(Proposal other) {
        return ORDER.compare(this, other);
    }

    /** This node as a member, if it is one. */
    public Optional<ProposedMember> member(Candidate candidate) {
        return members.stream().filter(member -> member.is(candidate)).findFirst();
    }

    /** The voters that the journal begins with (safety rule Q6): one of one or two nodes, three of more. */
    public KnownVoters firstVoters() {
        int count = members.size() < VOTERS_OF_THREE_OR_MORE ? 1 : VOTERS_OF_THREE_OR_MORE;
        return new KnownVoters(
                0,
                0,
                members.subList(0, count).stream()
                        .map(member -> new VoterAt(member.nodeId(), member.directoryId(), member.address()))
                        .toList());
    }
}
