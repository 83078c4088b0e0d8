package io.ottla.actors.node;

import akka.actor.ActorSystem;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.JournalView;
import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** The quorum journal as the node's membership sees it. */
final class JournalOfNode implements JournalView {
    private final QuorumJournal journal;
    private final UUID directoryId;

    JournalOfNode(ActorSystem system, NodeIdentity identity) {
        this.journal = QuorumJournal.get(system);
        journal.belongsTo(identity.nodeId(), identity.clusterId());
        this.directoryId = identity.quorumDirectoryId();
    }

    @Override
    public Optional<KnownVoters> knownVoters() {
        return journal.knownVoters();
    }

    @Override
    public UUID directoryId() {
        return directoryId;
    }

    @Override
    public void peers(Collection<NodeAddress> addresses) {
        journal.peers(addresses);
    }
}
