package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;

/**
 * What the controller makes of a command: the events to commit, and what to answer once they are.
 *
 * @param events what changes, nothing for a refusal or a question
 * @param answer what to say after the events are committed
 * @param <R> the answer
 */
public record Decision<R>(List<MetadataEvent> events, R answer) {
    public Decision {
        events = List.copyOf(events);
    }
}
