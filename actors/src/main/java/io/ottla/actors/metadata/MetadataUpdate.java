package io.ottla.actors.metadata;

import java.util.List;

/** What a broker is told of the metadata: an image first, then every change to it, in order. Only committed events. */
public sealed interface MetadataUpdate {
    /** The epoch of the controller that sends; a lower one than any before is ignored (safety rule C3). */
    long controllerEpoch();

    /** The whole metadata. */
    record ImageLoaded(long controllerEpoch, MetadataImage image) implements MetadataUpdate {}

    /** The events that follow the image with sequence number {@code after}: whole entries of the journal (safety rule C5). */
    record EventsCommitted(long controllerEpoch, long after, List<MetadataEvent> events) implements MetadataUpdate {
        public EventsCommitted {
            events = List.copyOf(events);
        }
    }
}
