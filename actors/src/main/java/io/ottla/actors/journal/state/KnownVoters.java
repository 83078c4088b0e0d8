package io.ottla.actors.journal.state;

import java.util.List;
import java.util.UUID;

/**
 * The voters that a node knows of.
 *
 * @param epoch the epoch of the entry that named them
 * @param index its index in the journal
 * @param voters the voters
 */
public record KnownVoters(long epoch, long index, List<VoterAt> voters) {
    public KnownVoters {
        voters = List.copyOf(voters);
    }

    /** How many of them are a majority. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /** Whether this set was named after the other. */
    public boolean isNewerThan(KnownVoters other) {
        return epoch != other.epoch ? epoch > other.epoch : index > other.index;
    }

    /** The newer of two sets; one that names nobody tells nothing. */
    public KnownVoters orNewer(KnownVoters other) {
        boolean tellsMore = voters.isEmpty() || other.isNewerThan(this);
        return tellsMore && !other.voters().isEmpty() ? other : this;
    }

    /** Whether the node with this folder is one of them. */
    public boolean include(int nodeId, UUID directoryId) {
        return voters.stream().anyMatch(voter -> voter.is(nodeId, directoryId));
    }
}
