package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.ConfigResult;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Decides about dynamic settings. Values were checked where they came in; here it counts whether their owner exists. */
public final class ConfigDecisions {
    private ConfigDecisions() {}

    /** Changes the settings of one resource, or says why not. A value that is there already is no event. */
    public static Decision<ConfigResult> alter(MetadataImage image, ConfigChange change) {
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
        return new Decision<>(events, new ConfigResult(resource, Errors.NONE, ""));
    }
}
