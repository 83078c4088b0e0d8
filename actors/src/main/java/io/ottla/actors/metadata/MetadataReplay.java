package io.ottla.actors.metadata;

import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The only way metadata changes: the image after an event is a function of the image before it and of the event alone, the
 * same on the controller, on every broker and after every restart.
 */
public final class MetadataReplay {
    private MetadataReplay() {}

    /** The image after these events, in order. */
    public static MetadataImage replay(MetadataImage image, List<? extends MetadataEvent> events) {
        MetadataImage result = image;
        for (MetadataEvent event : events) {
            result = replay(result, event);
        }
        return result;
    }

    /** The image after one event. */
    public static MetadataImage replay(MetadataImage image, MetadataEvent event) {
        Draft draft = new Draft(image);
        if (event instanceof MetadataEvent.ControllerElected elected) {
            draft.controllerId = elected.nodeId();
            draft.controllerEpoch = elected.epoch();
        } else if (event instanceof MetadataEvent.BrokerRegistered registered) {
            draft.brokers = draft.brokers.plus(registered.id(), BrokerImage.registered(draft.sequenceNr, registered));
        } else if (event instanceof MetadataEvent.BrokerUnfenced unfenced) {
            draft.broker(unfenced.id(), broker -> broker.withFenced(false));
        } else if (event instanceof MetadataEvent.BrokerFenced fenced) {
            draft.broker(fenced.id(), broker -> broker.withFenced(true));
        } else if (event instanceof MetadataEvent.BrokerInControlledShutdown leaving) {
            draft.broker(leaving.id(), BrokerImage::leaving);
        } else if (event instanceof MetadataEvent.BrokerUnregistered unregistered) {
            draft.brokers = draft.brokers.minus(unregistered.id());
        } else if (event instanceof MetadataEvent.TopicCreated created) {
            draft.topics = draft.topics.with(created(created));
        } else if (event instanceof MetadataEvent.TopicDeleted deleted) {
            draft.delete(deleted.id());
        } else if (event instanceof MetadataEvent.PartitionsAdded added) {
            draft.change(added.topicId(), topic -> withPartitions(topic, added.assignments()));
        } else if (event instanceof MetadataEvent.PartitionsChanged changed) {
            byTopic(changed).forEach((topicId, changes) -> draft.change(topicId, topic -> topic.withChanges(changes)));
        } else if (event instanceof MetadataEvent.ReplicationFactorChanged changed) {
            draft.change(changed.topicId(), topic -> topic.withReplicationFactor(changed.replicationFactor()));
        } else if (event instanceof MetadataEvent.FeatureChanged changed) {
            draft.features = draft.features.plus(changed.name(), changed.level());
        } else if (event instanceof MetadataEvent.ConfigChanged changed) {
            draft.configure(changed);
        } else if (event instanceof MetadataEvent.ProducerIdsAllocated allocated) {
            draft.nextProducerId = allocated.nextProducerId();
        } else {
            throw new IllegalStateException("event without a rule of replay: " + event);
        }
        return draft.image();
    }

    private static TopicImage created(MetadataEvent.TopicCreated created) {
        return new TopicImage(
                created.name(), created.id(), born(0, created.assignments()), created.replicationFactor());
    }

    private static TopicImage withPartitions(TopicImage topic, List<List<Integer>> assignments) {
        return topic.withPartitionsAdded(born(topic.partitions().size(), assignments));
    }

    private static List<PartitionImage> born(int first, List<List<Integer>> assignments) {
        List<PartitionImage> result = new ArrayList<>(assignments.size());
        for (int i = 0; i < assignments.size(); i++) {
            result.add(PartitionImage.created(first + i, assignments.get(i)));
        }
        return result;
    }

    /** One failure can change thousands of partitions, so each topic is copied once. */
    private static Map<Uuid, List<PartitionChange>> byTopic(MetadataEvent.PartitionsChanged changed) {
        Map<Uuid, List<PartitionChange>> result = new LinkedHashMap<>();
        changed.changes()
                .forEach(one -> result.computeIfAbsent(one.topicId(), unused -> new ArrayList<>())
                        .add(one));
        return result;
    }

    /** The parts of the next image. */
    private static final class Draft {
        final long sequenceNr;
        int controllerId;
        long controllerEpoch;
        PMap<Integer, BrokerImage> brokers;
        TopicsImage topics;
        PMap<ConfigResource, PMap<String, String>> configs;
        long nextProducerId;
        PMap<String, Integer> features;

        Draft(MetadataImage before) {
            sequenceNr = before.sequenceNr() + 1;
            controllerId = before.controllerId();
            controllerEpoch = before.controllerEpoch();
            brokers = before.brokers();
            topics = before.topics();
            configs = before.configs();
            nextProducerId = before.nextProducerId();
            features = before.features();
        }

        void broker(int id, UnaryOperator<BrokerImage> change) {
            BrokerImage broker = brokers.get(id);
            if (broker != null) {
                brokers = brokers.plus(id, change.apply(broker));
            }
        }

        void delete(Uuid topicId) {
            topics.topic(topicId).ifPresent(topic -> {
                topics = topics.without(topicId);
                configs = configs.minus(ConfigResource.topic(topic.name()));
            });
        }

        void change(Uuid topicId, UnaryOperator<TopicImage> change) {
            topics.topic(topicId).ifPresent(topic -> topics = topics.with(change.apply(topic)));
        }

        void configure(MetadataEvent.ConfigChanged changed) {
            PMap<String, String> before = configs.get(changed.resource());
            PMap<String, String> settings = before == null ? HashTreePMap.empty() : before;
            PMap<String, String> after = changed.value()
                    .map(value -> settings.plus(changed.name(), value))
                    .orElseGet(() -> settings.minus(changed.name()));
            configs = after.isEmpty() ? configs.minus(changed.resource()) : configs.plus(changed.resource(), after);
        }

        MetadataImage image() {
            return new MetadataImage(
                    sequenceNr, controllerId, controllerEpoch, brokers, topics, configs, nextProducerId, features);
        }
    }
}
