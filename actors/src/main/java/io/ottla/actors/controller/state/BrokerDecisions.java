package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.Changed;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ReplicaFailed;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.protocol.Errors;

/**
 * Decides what the coming and going of a broker changes. The event of the broker comes first, and with it, as one write,
 * everything that follows for the partitions.
 */
public final class BrokerDecisions {
    private final PartitionRules defaults;

    /** Decides with these defaults for topics that set nothing themselves. */
    public BrokerDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /**
     * Registers a process of a broker (safety rule M8): it starts fenced, and so leads nothing. The same incarnation again
     * changes nothing. One that did not shut down cleanly may have lost the tail of its logs: it is no longer in sync or
     * eligible anywhere. One that comes without a log directory that it had may have lost all of a log: neither does it lead
     * because it was the last one to. Of one that was unregistered nobody knows any more which directories it had.
     */
    public List<MetadataEvent> register(MetadataImage image, RegisterBroker wanted) {
        BrokerImage before = image.brokers().get(wanted.id());
        if (before != null && before.incarnation().equals(wanted.incarnation())) {
            return List.of();
        }
        boolean replaced = before == null || !wanted.logDirs().containsAll(before.logDirs());
        boolean clean = before != null && !replaced && before.epoch() == wanted.cleanShutdownEpoch();
        int id = wanted.id();
        return with(
                image,
                new MetadataEvent.BrokerRegistered(
                        id,
                        wanted.incarnation(),
                        wanted.host(),
                        wanted.port(),
                        wanted.rack(),
                        wanted.control(),
                        wanted.quorumDirectoryId(),
                        wanted.logDirs()),
                partition -> counts(partition, id) || (replaced && partition.lastKnownLeader() == id),
                draft -> clean ? draft : replaced ? draft.lose(id) : draft.forget(id));
    }

    /** Unfences the registered process of a broker, which may lead what nobody leads; anything else changes nothing. */
    public List<MetadataEvent> ready(MetadataImage image, BrokerReady wanted) {
        BrokerImage broker = image.brokers().get(wanted.id());
        boolean current = broker != null && broker.incarnation().equals(wanted.incarnation()) && broker.fenced();
        return current
                ? with(
                        image,
                        new MetadataEvent.BrokerUnfenced(wanted.id()),
                        partition ->
                                !partition.hasLeader() && partition.replicas().contains(wanted.id()),
                        draft -> draft)
                : List.of();
    }

    /** Fences a broker: it leaves every ISR and leads nothing. Nothing, if it is fenced or not registered. */
    public List<MetadataEvent> fence(MetadataImage image, int id) {
        return image.liveBroker(id).isPresent()
                ? with(image, new MetadataEvent.BrokerFenced(id), partition -> counts(partition, id), draft -> draft)
                : List.of();
    }

    /**
     * A broker is about to leave: others lead what they can, and it leaves the ISRs in which there are others. Asked again,
     * it is tried again for what it still leads.
     */
    public List<MetadataEvent> shutDown(MetadataImage image, int id) {
        return image.liveBroker(id)
                .map(broker -> broker.inControlledShutdown()
                        ? sweep(image).every(partition -> partition.leader() == id, draft -> draft)
                        : with(
                                image,
                                new MetadataEvent.BrokerInControlledShutdown(id),
                                partition -> counts(partition, id),
                                draft -> draft))
                .orElse(List.of());
    }

    /** How many partitions a broker leads. */
    public static int leaderships(MetadataImage image, int id) {
        return image.topics().all().stream()
                .mapToInt(topic -> (int) topic.partitions().stream()
                        .filter(partition -> partition.leader() == id)
                        .count())
                .sum();
    }

    /**
     * Forgets a broker. A process of it that still runs registers again; its replicas stay assigned until they are healed,
     * drained or reassigned.
     */
    public Decision<Changed> unregister(MetadataImage image, int id) {
        if (!image.brokers().containsKey(id)) {
            return new Decision<>(
                    List.of(),
                    new Changed(
                            Errors.BROKER_ID_NOT_REGISTERED, "Broker ID " + id + " is not currently registered", 0));
        }
        return new Decision<>(
                with(
                        image,
                        new MetadataEvent.BrokerUnregistered(id),
                        partition -> counts(partition, id),
                        draft -> draft),
                new Changed(Errors.NONE, "", 0));
    }

    /** A replica of a broker is gone, though the broker lives: it is neither in sync nor eligible, and does not lead. */
    List<MetadataEvent> replicaFailed(MetadataImage image, ReplicaFailed failed) {
        int id = failed.brokerId();
        BrokerImage broker = image.brokers().get(id);
        boolean current = broker != null && broker.incarnation().equals(failed.incarnation());
        return current
                ? sweep(image)
                        .of(
                                image.topics().topic(failed.topicId()).stream().toList(),
                                partition -> partition.partition() == failed.partition() && counts(partition, id),
                                draft -> draft.forget(id).offline(id))
                : List.of();
    }

    /** Whether it matters to a partition what becomes of this broker. */
    public static boolean counts(PartitionImage partition, int id) {
        return partition.leader() == id
                || partition.isr().contains(id)
                || partition.elr().contains(id);
    }

    private List<MetadataEvent> with(
            MetadataImage image,
            MetadataEvent cause,
            Predicate<PartitionImage> touched,
            UnaryOperator<PartitionDraft> effect) {
        List<MetadataEvent> events = new ArrayList<>();
        events.add(cause);
        events.addAll(sweep(MetadataReplay.replay(image, cause)).every(touched, effect));
        return events;
    }

    private PartitionSweep sweep(MetadataImage after) {
        return new PartitionSweep(after, defaults);
    }
}
