package io.ottla.actors.node;

import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;

/** Tells which events change a broker's own settings. */
final class SettingsChange {
    private SettingsChange() {}

    static boolean in(List<MetadataEvent> events) {
        return events.stream()
                .anyMatch(event -> event instanceof MetadataEvent.ConfigChanged changed
                        && changed.resource().type() == ConfigResource.Type.BROKER);
    }
}
