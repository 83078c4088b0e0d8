package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataEvent.PartitionsChanged;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes of many partitions for one cause: one event, so that the cause and all that follows from it is one write. */
final class PartitionSweep {
    private final MetadataImage image;
    private final PartitionRules defaults;

    /** Over the partitions of this image, whose brokers are as they are after the cause. */
    PartitionSweep(MetadataImage image, PartitionRules defaults) {
        this.image = image;
        this.defaults = defaults;
    }

    /** The event that changes all partitions which match; none if nothing changes. */
    List<MetadataEvent> every(Predicate<PartitionImage> matching, UnaryOperator<PartitionDraft> cause) {
        return of(image.topics().all(), matching, cause);
    }

    /** The same for the partitions of these topics alone. */
    List<MetadataEvent> of(
            Collection<TopicImage> topics, Predicate<PartitionImage> matching, UnaryOperator<PartitionDraft> cause) {
        BrokerStates brokers = new BrokerStates(image);
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : topics) {
            PartitionRules rules = defaults.of(image, topic.name());
            for (PartitionImage partition : topic.partitions()) {
                if (matching.test(partition)) {
                    cause.apply(new PartitionDraft(topic.id(), partition, rules, brokers))
                            .change()
                            .ifPresent(changes::add);
                }
            }
        }
        return event(changes);
    }

    /** One event for these changes; none for none. */
    static List<MetadataEvent> event(List<PartitionChange> changes) {
        return changes.isEmpty() ? List.of() : List.of(new PartitionsChanged(List.copyOf(changes)));
    }
}
