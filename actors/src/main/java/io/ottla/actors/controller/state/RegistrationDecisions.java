package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.BrokerRegistration;
import io.ottla.actors.controller.Controller.FenceBroker;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ShutDownBroker;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.protocol.Errors;

/** Decides whose word counts for a broker: one process at a time. What follows for partitions is {@link BrokerDecisions}'. */
final class RegistrationDecisions {
    private final BrokerDecisions brokers;

    RegistrationDecisions(BrokerDecisions brokers) {
        this.brokers = brokers;
    }

    /**
     * Registers a process (safety rule M8). A second one is refused while the first is not fenced: another machine may have
     * been given the same number. It is accepted when it proves that the first has ended: it holds the first one's address
     * for other nodes, or its folder (which one process can lock) and its address for clients, or what that left behind at
     * its clean shutdown. A copy of the folder elsewhere, alone, proves nothing.
     */
    Verdict register(MetadataImage image, RegisterBroker wanted) {
        BrokerImage before = image.brokers().get(wanted.id());
        if (before != null && before.incarnation().equals(wanted.incarnation())) {
            return new Verdict(
                    List.of(),
                    sequenceNr -> wanted.replyTo()
                            .tell(new BrokerRegistration(
                                    Errors.NONE, "", before.epoch(), before.fenced(), sequenceNr)));
        }
        if (before != null && !hasEnded(before, wanted)) {
            String why = "node " + wanted.id() + " is already running: it serves at " + before.host() + ":"
                    + before.port() + " and is reached by other nodes at " + before.control()
                    + "; stop that process, or give this one another --node-id";
            return new Verdict(List.of(), sequenceNr -> wanted.refuse(Errors.DUPLICATE_BROKER_REGISTRATION, why));
        }
        long epoch = image.sequenceNr() + 1;
        return new Verdict(
                brokers.register(image, wanted),
                sequenceNr -> wanted.replyTo().tell(new BrokerRegistration(Errors.NONE, "", epoch, true, sequenceNr)));
    }

    private static boolean hasEnded(BrokerImage before, RegisterBroker wanted) {
        return before.fenced()
                || before.control().equals(wanted.control())
                || holdsFolderAndAddress(before, wanted)
                || before.epoch() == wanted.cleanShutdownEpoch();
    }

    private static boolean holdsFolderAndAddress(BrokerImage before, RegisterBroker wanted) {
        return before.quorumDirectoryId().equals(wanted.quorumDirectoryId())
                && before.host().equals(wanted.host())
                && before.port() == wanted.port();
    }

    /** Lets a registered process serve that does not leave. */
    List<MetadataEvent> ready(MetadataImage image, BrokerReady ready) {
        return registered(image, ready.id(), ready.incarnation())
                .filter(broker -> !broker.inControlledShutdown())
                .map(broker -> brokers.ready(image, ready))
                .orElse(List.of());
    }

    /** Fences a registered process that is not fenced. */
    List<MetadataEvent> fence(MetadataImage image, FenceBroker fence) {
        return registered(image, fence.brokerId(), fence.incarnation())
                .map(broker -> brokers.fence(image, fence.brokerId()))
                .orElse(List.of());
    }

    /** Moves leaderships away from a process that wants to leave, as far as that is possible now. */
    Verdict shutDown(MetadataImage image, ShutDownBroker wanted) {
        if (registered(image, wanted.brokerId(), wanted.incarnation()).isEmpty()) {
            return new Verdict(
                    List.of(),
                    sequenceNr ->
                            wanted.replyTo().tell(new ShutDownProgress(Errors.STALE_BROKER_EPOCH, 0, sequenceNr)));
        }
        List<MetadataEvent> events = brokers.shutDown(image, wanted.brokerId());
        int left = movable(MetadataReplay.replay(image, events), wanted.brokerId());
        return new Verdict(
                events, sequenceNr -> wanted.replyTo().tell(new ShutDownProgress(Errors.NONE, left, sequenceNr)));
    }

    /** How many partitions it leads for which another living broker has a replica, which may still catch up. */
    private static int movable(MetadataImage image, int broker) {
        return (int) image.topics().all().stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.leader() == broker && hasAnother(image, partition, broker))
                .count();
    }

    private static boolean hasAnother(MetadataImage image, PartitionImage partition, int broker) {
        return partition.replicas().stream()
                .filter(replica -> replica != broker)
                .flatMap(replica -> image.liveBroker(replica).stream())
                .anyMatch(other -> !other.inControlledShutdown());
    }

    private static Optional<BrokerImage> registered(MetadataImage image, int id, UUID incarnation) {
        return Optional.ofNullable(image.brokers().get(id))
                .filter(broker -> broker.incarnation().equals(incarnation));
    }
}
