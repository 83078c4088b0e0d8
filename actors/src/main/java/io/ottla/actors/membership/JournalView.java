package io.ottla.actors.membership;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** What membership needs of the quorum journal. Thread-safe. */
public interface JournalView {
    /** The newest voters that this node knows of. */
    Optional<KnownVoters> knownVoters();

    /** The id of the quorum folder, by which this node is a voter or not (safety rule Q5). */
    UUID directoryId();

    /** Told where other nodes are, whenever that changes: where voters may be. */
    void peers(Collection<NodeAddress> addresses);
}
