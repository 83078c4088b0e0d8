package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The brokers that can take a replica of a partition that exists, those with the fewest replicas first. */
final class ReplicaSites {
    private final MetadataImage image;
    private final List<BrokerImage> sites;
    private final Map<Integer, Integer> loads = new HashMap<>();

    ReplicaSites(MetadataImage image, Set<Integer> drained) {
        this.image = image;
        BrokerStates states = new BrokerStates(image);
        sites = image.brokers().values().stream()
                .filter(broker -> states.isActive(broker.id()) && !drained.contains(broker.id()))
                .toList();
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                partition.replicas().forEach(id -> loads.merge(id, 1, Integer::sum));
            }
        }
    }

    /**
     * Chooses brokers, fewer if there are not so many; each counts as loaded with one more replica.
     *
     * @param taken brokers that have a replica already
     * @param neighbours those of them whose racks are better not shared
     */
    List<Integer> choose(int count, List<Integer> taken, List<Integer> neighbours) {
        List<Integer> chosen = new ArrayList<>();
        Set<String> racks = new HashSet<>();
        neighbours.forEach(id -> rack(image.brokers().get(id)).ifPresent(racks::add));
        while (chosen.size() < count) {
            Optional<BrokerImage> best = sites.stream()
                    .filter(site -> !taken.contains(site.id()) && !chosen.contains(site.id()))
                    .min(Comparator.<BrokerImage, Boolean>comparing(
                                    site -> rack(site).map(racks::contains).orElse(false))
                            .thenComparing(site -> loads.getOrDefault(site.id(), 0))
                            .thenComparing(BrokerImage::id));
            if (best.isEmpty()) {
                return chosen;
            }
            chosen.add(best.get().id());
            rack(best.get()).ifPresent(racks::add);
            loads.merge(best.get().id(), 1, Integer::sum);
        }
        return chosen;
    }

    private static Optional<String> rack(@Nullable BrokerImage broker) {
        return broker == null ? Optional.empty() : broker.rack();
    }
}
