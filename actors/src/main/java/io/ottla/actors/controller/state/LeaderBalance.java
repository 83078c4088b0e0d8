package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;

/** Gives leaderships back to the preferred replicas that are in sync again (auto.leader.rebalance.enable). */
final class LeaderBalance {
    /** As many partitions change their leader at once; the next round takes the others. */
    static final int MAX_AT_ONCE = 1_000;

    private final PartitionRules defaults;

    LeaderBalance(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** The elections of one round; nothing while all is in balance. */
    List<MetadataEvent> round(MetadataImage image) {
        BrokerStates brokers = new BrokerStates(image);
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            PartitionRules rules = defaults.of(image, topic.name());
            for (PartitionImage partition : topic.partitions()) {
                boolean elsewhere = partition.leader() != partition.replicas().get(0);
                if (elsewhere && changes.size() < MAX_AT_ONCE) {
                    new PartitionDraft(topic.id(), partition, rules, brokers)
                            .preferFirst()
                            .change()
                            .ifPresent(changes::add);
                }
            }
        }
        return PartitionSweep.event(changes);
    }
}
