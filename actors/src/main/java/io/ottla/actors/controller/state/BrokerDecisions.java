package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;

/** Decides what the coming of a broker changes. */
public final class BrokerDecisions {
    private BrokerDecisions() {}

    /**
     * Registers a process of a broker (safety rule M8). The same incarnation again changes nothing. One that did not shut
     * down cleanly may have lost the tail of its logs: what it leads gets a new leader epoch, so that its clients look
     * where their records end.
     */
    public static List<MetadataEvent> register(MetadataImage image, RegisterBroker wanted) {
        BrokerImage before = image.brokers().get(wanted.id());
        if (before != null && before.incarnation().equals(wanted.incarnation())) {
            return List.of();
        }
        List<MetadataEvent> events = new ArrayList<>();
        events.add(new MetadataEvent.BrokerRegistered(
                wanted.id(),
                wanted.incarnation(),
                wanted.host(),
                wanted.port(),
                wanted.rack(),
                wanted.control(),
                wanted.quorumDirectoryId(),
                wanted.logDirs()));
        boolean clean = before != null && before.epoch() == wanted.cleanShutdownEpoch()
                && wanted.logDirs().containsAll(before.logDirs());
        if (before != null && !clean) {
            List<PartitionChange> changes = led(image, wanted.id());
            if (!changes.isEmpty()) {
                events.add(new MetadataEvent.PartitionsChanged(changes));
            }
        }
        return events;
    }

    /** Unfences the registered process of a broker; anything else changes nothing. */
    public static List<MetadataEvent> ready(MetadataImage image, BrokerReady wanted) {
        BrokerImage broker = image.brokers().get(wanted.id());
        if (broker == null || !broker.incarnation().equals(wanted.incarnation()) || !broker.fenced()) {
            return List.of();
        }
        List<MetadataEvent> events = new ArrayList<>(List.of(new MetadataEvent.BrokerUnfenced(wanted.id())));
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            topic.partitions().stream()
                    .filter(partition -> partition.leader() == PartitionImage.NO_LEADER
                            && partition.isr().contains(wanted.id()))
                    .forEach(partition -> changes.add(new PartitionChange(
                            topic.id(), partition.partition(), wanted.id(), true, partition.isr())));
        }
        if (!changes.isEmpty()) {
            events.add(new MetadataEvent.PartitionsChanged(changes));
        }
        return events;
    }

    /** Fences a broker: what it leads goes to others in sync, or has no leader. */
    public static List<MetadataEvent> fence(MetadataImage image, int brokerId) {
        return withMoves(image, brokerId, new MetadataEvent.BrokerFenced(brokerId));
    }

    /** A broker wants to leave: what it leads goes to others in sync, or has no leader; also when it is asked again. */
    public static List<MetadataEvent> shutDown(MetadataImage image, int brokerId) {
        BrokerImage broker = image.brokers().get(brokerId);
        return broker == null || broker.inControlledShutdown()
                ? List.of()
                : withMoves(image, brokerId, new MetadataEvent.BrokerInControlledShutdown(brokerId));
    }

    private static List<MetadataEvent> withMoves(MetadataImage image, int brokerId, MetadataEvent cause) {
        List<MetadataEvent> events = new ArrayList<>(List.of(cause));
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            topic.partitions().stream()
                    .filter(partition -> partition.isr().contains(brokerId))
                    .forEach(partition -> changes.add(without(image, topic, partition, brokerId)));
        }
        if (!changes.isEmpty()) {
            events.add(new MetadataEvent.PartitionsChanged(changes));
        }
        return events;
    }

    private static PartitionChange without(
            MetadataImage image, TopicImage topic, PartitionImage partition, int brokerId) {
        List<Integer> others =
                partition.isr().stream().filter(id -> id != brokerId).toList();
        List<Integer> isr = others.isEmpty() ? partition.isr() : others;
        boolean led = partition.leader() == brokerId;
        int leader = led
                ? others.stream()
                        .filter(id -> image.liveBroker(id).isPresent())
                        .findFirst()
                        .orElse(PartitionImage.NO_LEADER)
                : partition.leader();
        return new PartitionChange(topic.id(), partition.partition(), leader, led, isr);
    }

    private static List<PartitionChange> led(MetadataImage image, int brokerId) {
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.leader() == brokerId) {
                    changes.add(
                            new PartitionChange(topic.id(), partition.partition(), brokerId, true, partition.isr()));
                }
            }
        }
        return changes;
    }
}
