package io.ottla.actors.controller;

import io.ottla.actors.controller.state.DrainedBrokers;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.remote.NodeAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the journal which brokers could vote about the metadata, and which shall vote no more, whenever that has changed. */
final class VoterDuty {
    private final QuorumJournal journal;
    private final Set<Integer> decommissioned = new HashSet<>();
    private List<VoterCandidate> told = List.of();

    VoterDuty(QuorumJournal journal) {
        this.journal = journal;
    }

    /** This is the metadata now. */
    void follow(MetadataImage image) {
        List<VoterCandidate> candidates = image.brokers().values().stream()
                .filter(broker -> !broker.control().equals(NodeAddress.UNKNOWN))
                .sorted(Comparator.comparingInt(BrokerImage::id))
                .map(broker ->
                        new VoterCandidate(broker.id(), broker.quorumDirectoryId(), broker.control(), !broker.fenced()))
                .toList();
        if (!candidates.equals(told)) {
            told = candidates;
            journal.candidates(candidates);
        }
        DrainedBrokers.of(image).stream().filter(decommissioned::add).forEach(journal::decommission);
    }
}
