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
                wanted.id(), wanted.incarnation(), wanted.host(), wanted.port(), wanted.rack()));
        boolean clean = before != null && before.epoch() == wanted.cleanShutdownEpoch();
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
        boolean current = broker != null && broker.incarnation().equals(wanted.incarnation()) && broker.fenced();
        return current ? List.of(new MetadataEvent.BrokerUnfenced(wanted.id())) : List.of();
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
