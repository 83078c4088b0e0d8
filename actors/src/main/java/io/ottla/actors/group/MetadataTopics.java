package io.ottla.actors.group;

import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** One image of the metadata, as groups see it. */
final class MetadataTopics implements TopicsView {
    private final MetadataImage image;
    private final Set<String> names;
    private final long namesVersion;
    private final boolean racks;

    /** What was asked for: an assignor asks about the same topics for every member. */
    private final Map<Uuid, TopicFacts> known = new ConcurrentHashMap<>();

    private MetadataTopics(MetadataImage image, Set<String> names, long namesVersion) {
        this.image = image;
        this.names = names;
        this.namesVersion = namesVersion;
        this.racks = image.brokers().values().stream()
                .anyMatch(broker -> broker.rack().isPresent());
    }

    static MetadataTopics first(MetadataImage image) {
        return new MetadataTopics(image, namesIn(image), image.sequenceNr());
    }

    /** The view of this image, which is or follows the one of this view. */
    MetadataTopics at(MetadataImage newer) {
        if (newer.sequenceNr() == image.sequenceNr()) {
            return this;
        }
        Set<String> now = namesIn(newer);
        return now.equals(names)
                ? new MetadataTopics(newer, names, namesVersion)
                : new MetadataTopics(newer, now, newer.sequenceNr());
    }

    private static Set<String> namesIn(MetadataImage image) {
        return image.topics().all().stream().map(TopicImage::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public long version() {
        return image.sequenceNr();
    }

    @Override
    public long namesVersion() {
        return namesVersion;
    }

    @Override
    public Collection<String> names() {
        return names;
    }

    @Override
    public Optional<TopicFacts> topic(String name) {
        return image.topics().topic(name).map(this::facts);
    }

    @Override
    public Optional<TopicFacts> topic(Uuid id) {
        return image.topics().topic(id).map(this::facts);
    }

    private TopicFacts facts(TopicImage topic) {
        return known.computeIfAbsent(topic.id(), unused -> read(topic));
    }

    private TopicFacts read(TopicImage topic) {
        List<Set<String>> ofPartitions =
                racks ? topic.partitions().stream().map(this::racksOf).toList() : List.of();
        return new TopicFacts(topic.id(), topic.name(), topic.partitions().size(), ofPartitions);
    }

    private Set<String> racksOf(PartitionImage partition) {
        return partition.replicas().stream()
                .flatMap(id -> Optional.ofNullable(image.brokers().get(id)).stream())
                .map(BrokerImage::rack)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
