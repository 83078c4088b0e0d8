package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What becomes of one command: its events, and the answer to give once they are committed.
 *
 * @param events what changes
 * @param reply answers, told the number of the last committed event
 */
public record Verdict(List<MetadataEvent> events, LongConsumer reply) {
    /** Answers; to be called when the events are committed. */
    public void answer(long sequenceNr) {
        reply.accept(sequenceNr);
    }
}
