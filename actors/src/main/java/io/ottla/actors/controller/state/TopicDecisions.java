package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.MorePartitions;
import io.ottla.actors.controller.Controller.NewTopic;
import io.ottla.actors.controller.Controller.TopicResult;
import io.ottla.actors.controller.Controller.TopicSummary;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/** Decides about topics: which may be made, where their replicas stand, what a deletion takes away. */
public final class TopicDecisions {
    private final ControllerDefaults defaults;
    private final RandomGenerator random;

    /**
     * Decides with these defaults.
     *
     * @param random draws topic ids and where the first leader of a topic stands
     */
    public TopicDecisions(ControllerDefaults defaults, RandomGenerator random) {
        this.defaults = defaults;
        this.random = random;
    }

    /** Creates a topic, or says why not. */
    public Decision<TopicResult> create(MetadataImage image, NewTopic wanted) {
        try {
            return accepted(image, wanted.name(), creation(image, wanted));
        } catch (Refusal refusal) {
            return refused(wanted.name(), refusal);
        }
    }

    /** Deletes a topic, or says why not. */
    public Decision<TopicResult> delete(MetadataImage image, Uuid id) {
        Optional<TopicImage> topic = image.topics().topic(id);
        if (topic.isEmpty()) {
            return refused(
                    id.toString(), new Refusal(Errors.UNKNOWN_TOPIC_ID, "This server does not host this topic ID."));
        }
        return new Decision<>(
                List.of(new MetadataEvent.TopicDeleted(id)),
                new TopicResult(id.toString(), Errors.NONE, "", Optional.empty()));
    }

    /** Gives a topic more partitions, or says why not. */
    public Decision<TopicResult> grow(MetadataImage image, MorePartitions wanted) {
        try {
            return accepted(image, wanted.topic(), growth(image, wanted));
        } catch (Refusal refusal) {
            return refused(wanted.topic(), refusal);
        }
    }

    private List<MetadataEvent> creation(MetadataImage image, NewTopic wanted) {
        checkName(image, wanted.name());
        Assignments assignments = new Assignments(image);
        boolean internal = Topic.isInternal(wanted.name());
        List<List<Integer>> placed;
        int replicationFactor;
        if (wanted.assignments().isEmpty()) {
            int partitions = wanted.partitions() == -1 ? defaults.partitions() : wanted.partitions();
            checkPartitionCount(partitions);
            replicationFactor =
                    wanted.replicationFactor() == -1 ? defaults.replicationFactor() : wanted.replicationFactor();
            boolean clamped = internal || wanted.replicationFactor() == -1;
            placed = assignments.place(partitions, replicationFactor, clamped, random.nextInt());
        } else {
            placed = assignments.manual(wanted.assignments());
            replicationFactor = placed.get(0).size();
        }
        Uuid id = randomId(image);
        List<MetadataEvent> events = new ArrayList<>();
        events.add(new MetadataEvent.TopicCreated(wanted.name(), id, replicationFactor, placed));
        wanted.configs()
                .forEach((name, value) -> events.add(new MetadataEvent.ConfigChanged(
                        ConfigResource.topic(wanted.name()), name, Optional.of(value))));
        events.addAll(withoutSleepers(MetadataReplay.replay(image, events), id, 0));
        return events;
    }

    /** A partition is born with all its replicas in sync; those whose broker is fenced are not. */
    private List<MetadataEvent> withoutSleepers(MetadataImage image, Uuid id, int firstNew) {
        BrokerStates brokers = new BrokerStates(image);
        return new PartitionSweep(image, defaults.rules())
                .of(
                        image.topics().topic(id).stream().toList(),
                        partition -> partition.partition() >= firstNew
                                && partition.isr().stream().anyMatch(one -> !brokers.isActive(one)),
                        PartitionDraft::forgetInactive);
    }

    private List<MetadataEvent> growth(MetadataImage image, MorePartitions wanted) {
        TopicImage topic = image.topics()
                .topic(wanted.topic())
                .orElseThrow(() -> new Refusal(
                        Errors.UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition."));
        int present = topic.partitions().size();
        int more = wanted.total() - present;
        if (more < 0) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS,
                    "The topic " + topic.name() + " currently has " + present + " partition(s); " + wanted.total()
                            + " would not be an increase.");
        }
        if (more == 0) {
            throw new Refusal(Errors.INVALID_PARTITIONS, "Topic already has " + present + " partition(s).");
        }
        checkPartitionCount(wanted.total());
        Assignments assignments = new Assignments(image);
        List<List<Integer>> placed = wanted.assignments().isEmpty()
                ? assignments.place(more, topic.replicationFactor(), true, random.nextInt())
                : assignments.manual(wanted.assignments(), more, topic.replicationFactor());
        List<MetadataEvent> events = new ArrayList<>();
        events.add(new MetadataEvent.PartitionsAdded(topic.id(), placed));
        events.addAll(withoutSleepers(MetadataReplay.replay(image, events), topic.id(), present));
        return events;
    }

    private static void checkName(MetadataImage image, String name) {
        try {
            Topic.validate(name);
        } catch (InvalidTopicException invalid) {
            throw new Refusal(Errors.INVALID_TOPIC_EXCEPTION, String.valueOf(invalid.getMessage()));
        }
        if (image.topics().topic(name).isPresent()) {
            throw new Refusal(Errors.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
        }
        if (Topic.hasCollisionChars(name)) {
            image.topics().all().stream()
                    .filter(other -> Topic.hasCollision(name, other.name()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new Refusal(
                                Errors.INVALID_TOPIC_EXCEPTION,
                                "Topic '" + name + "' collides with existing topic: " + other.name());
                    });
        }
    }

    private void checkPartitionCount(int partitions) {
        if (partitions < 1) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS, "Number of partitions was set to an invalid non-positive value.");
        }
        if (partitions > defaults.maxPartitionsPerRequest()) {
            throw new Refusal(
                    Errors.POLICY_VIOLATION,
                    "Number of partitions " + partitions + " is more than one request may ask for ("
                            + defaults.maxPartitionsPerRequest() + ").");
        }
    }

    private Uuid randomId(MetadataImage image) {
        Uuid id;
        do {
            id = new Uuid(random.nextLong(), random.nextLong());
        } while (Uuid.RESERVED.contains(id)
                || image.topics().topic(id).isPresent()
                || id.toString().startsWith("-"));
        return id;
    }

    private static Decision<TopicResult> accepted(MetadataImage image, String name, List<MetadataEvent> events) {
        Optional<TopicSummary> topic =
                MetadataReplay.replay(image, events).topics().topic(name).map(TopicDecisions::summary);
        return new Decision<>(events, new TopicResult(name, Errors.NONE, "", topic));
    }

    private static TopicSummary summary(TopicImage topic) {
        return new TopicSummary(
                topic.name(),
                topic.id(),
                topic.partitions().size(),
                topic.partitions().get(0).replicas().size());
    }

    private static Decision<TopicResult> refused(String key, Refusal refusal) {
        return new Decision<>(List.of(), new TopicResult(key, refusal.error(), refusal.words(), Optional.empty()));
    }
}
