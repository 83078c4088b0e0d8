package io.ottla.actors.controller;

import io.ottla.actors.controller.state.DrainedBrokers;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.remote.NodeAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Tells the journal which brokers could vote about the metadata, and which shall vote no more, whenever that has changed. */
final class VoterDuty {
    private final Consumer<List<VoterCandidate>> candidates;
    private final IntConsumer decommission;
    private final Set<Integer> decommissioned = new HashSet<>();
    private List<VoterCandidate> told = List.of();

    /**
     * A duty that nobody has been told of yet.
     *
     * @param candidates is told the registered brokers
     * @param decommission is told who shall vote no more, each once
     */
    VoterDuty(Consumer<List<VoterCandidate>> candidates, IntConsumer decommission) {
        this.candidates = candidates;
        this.decommission = decommission;
    }

    /** This is the metadata now. */
    void follow(MetadataImage image) {
        List<VoterCandidate> registered = image.brokers().values().stream()
                .filter(broker -> !broker.control().equals(NodeAddress.UNKNOWN))
                .sorted(Comparator.comparingInt(BrokerImage::id))
                .map(broker ->
                        new VoterCandidate(broker.id(), broker.quorumDirectoryId(), broker.control(), !broker.fenced()))
                .toList();
        if (!registered.equals(told)) {
            told = registered;
            candidates.accept(registered);
        }
        DrainedBrokers.of(image).stream().filter(decommissioned::add).forEach(decommission::accept);
    }
}
