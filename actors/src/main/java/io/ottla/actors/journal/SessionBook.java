package io.ottla.actors.journal;

import io.ottla.actors.journal.state.EventStream;
import io.ottla.actors.journal.state.JournalContents;
import io.ottla.actors.journal.state.Payload;
import java.util.HashMap;
import java.util.Map;

/**
 * What may be written next in one session (safety rule C1): by one incarnation of one persistent actor alone, each event with
 * the number after the last. A journal that stands alone serves any number of actors, each with its own numbers.
 */
final class SessionBook {
    private final boolean manyWriters;
    private final Map<String, Long> last = new HashMap<>();
    private String writer = "";

    SessionBook(boolean manyWriters) {
        this.manyWriters = manyWriters;
    }

    /**
     * Takes down that these events are written now.
     *
     * @param incarnation of the persistent actor
     * @throws IllegalStateException if they may not be
     */
    void write(String incarnation, Payload.Events events, JournalContents contents) {
        if (writer.isEmpty()) {
            writer = incarnation;
        }
        if (!manyWriters && !writer.equals(incarnation)) {
            throw new IllegalStateException("the session belongs to writer " + writer + ", not to " + incarnation);
        }
        long expected = last(events.persistenceId(), contents) + 1;
        if (events.firstSequenceNr() != expected) {
            throw new IllegalStateException("event " + events.firstSequenceNr() + " of " + events.persistenceId()
                    + " was written where event " + expected + " was due: there is a second writer");
        }
        last.put(events.persistenceId(), events.lastSequenceNr());
    }

    /** Takes down that the events up to this one were rejected: their numbers stay without events. */
    void skip(String persistenceId, long toSequenceNr) {
        last.put(persistenceId, toSequenceNr);
    }

    private long last(String persistenceId, JournalContents contents) {
        return last.computeIfAbsent(
                persistenceId,
                id -> contents.stream(id).map(EventStream::highestSequenceNr).orElse(0L));
    }
}
