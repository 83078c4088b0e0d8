package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives leaderships back to the preferred replicas, where more than a part of those that a broker should have are elsewhere
 * ({@code leader.imbalance.per.broker.percentage}).
 */
final class LeaderBalance {
    /** As many partitions change their leader at once; the next round takes the others. */
    static final int MAX_AT_ONCE = 1_000;

    private final PartitionRules defaults;
    private final int tolerablePercentage;

    LeaderBalance(PartitionRules defaults, int tolerablePercentage) {
        this.defaults = defaults;
        this.tolerablePercentage = tolerablePercentage;
    }

    /** The elections of one round; nothing while all is in balance. */
    List<MetadataEvent> round(MetadataImage image) {
        BrokerStates brokers = new BrokerStates(image);
        Map<Integer, Share> shares = shares(image);
        List<PartitionChange> changes = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            PartitionRules rules = defaults.of(image, topic.name());
            for (PartitionImage partition : topic.partitions()) {
                if (changes.size() < MAX_AT_ONCE && isElsewhere(partition, shares)) {
                    new PartitionDraft(topic.id(), partition, rules, brokers)
                            .preferFirst()
                            .change()
                            .ifPresent(changes::add);
                }
            }
        }
        return PartitionSweep.event(changes);
    }

    private boolean isElsewhere(PartitionImage partition, Map<Integer, Share> shares) {
        int preferred = partition.replicas().get(0);
        Share share = shares.get(preferred);
        return partition.leader() != preferred
                && share != null
                && share.elsewhere * 100L > (long) tolerablePercentage * share.all;
    }

    private static Map<Integer, Share> shares(MetadataImage image) {
        Map<Integer, Share> shares = new HashMap<>();
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                int preferred = partition.replicas().get(0);
                Share share = shares.computeIfAbsent(preferred, unused -> new Share());
                share.all++;
                share.elsewhere += partition.leader() == preferred ? 0 : 1;
            }
        }
        return shares;
    }

    /** The partitions a broker is preferred for. */
    private static final class Share {
        int all;
        int elsewhere;
    }
}
