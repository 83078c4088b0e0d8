package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.ConfigResult;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Decides about dynamic settings. Values were checked where they came in; here it counts whether their owner exists. */
public final class ConfigDecisions {
    private final PartitionRules defaults;

    /** Decides with these defaults for topics that set nothing themselves. */
    public ConfigDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Changes the settings of one resource, or says why not. A value that is there already is no event. */
    public Decision<ConfigResult> alter(MetadataImage image, ConfigChange change) {
        ConfigResource resource = change.resource();
        if (resource.type() == ConfigResource.Type.TOPIC
                && image.topics().topic(resource.name()).isEmpty()) {
            return new Decision<>(
                    List.of(),
                    new ConfigResult(
                            resource,
                            Errors.UNKNOWN_TOPIC_OR_PARTITION,
                            "The topic '" + resource.name() + "' does not exist."));
        }
        Map<String, String> before = image.config(resource);
        List<MetadataEvent> events = new ArrayList<>();
        change.values().forEach((name, value) -> {
            if (!Optional.ofNullable(before.get(name)).equals(value)) {
                events.add(new MetadataEvent.ConfigChanged(resource, name, value));
            }
        });
        if (change.values().keySet().stream().anyMatch(PartitionRules::readsSetting)) {
            events.addAll(followUps(image, MetadataReplay.replay(image, events)));
        }
        return new Decision<>(events, new ConfigResult(resource, Errors.NONE, ""));
    }

    /**
     * With another min.insync.replicas the eligible replicas are forgotten (safety rule R2), and where unclean elections are
     * allowed now, they are held.
     */
    private List<MetadataEvent> followUps(MetadataImage before, MetadataImage after) {
        List<TopicImage> minChanged = new ArrayList<>();
        List<TopicImage> uncleanChanged = new ArrayList<>();
        for (TopicImage topic : after.topics().all()) {
            PartitionRules old = defaults.of(before, topic.name());
            PartitionRules now = defaults.of(after, topic.name());
            if (old.minInSync() != now.minInSync()) {
                minChanged.add(topic);
            } else if (old.unclean() != now.unclean()) {
                uncleanChanged.add(topic);
            }
        }
        PartitionSweep sweep = new PartitionSweep(after, defaults);
        List<MetadataEvent> events = new ArrayList<>();
        events.addAll(sweep.of(
                minChanged,
                partition -> !partition.hasLeader() || !partition.elr().isEmpty(),
                PartitionDraft::clearElr));
        events.addAll(sweep.of(uncleanChanged, partition -> !partition.hasLeader(), draft -> draft));
        return events;
    }
}
