package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the entries of the journal add up to: the events and saved states of every persistent actor. */
public final class JournalContents {
    private final Map<String, EventStream> streams = new TreeMap<>();

    /** The contents of a snapshot. */
    public static JournalContents of(Snapshot snapshot) {
        JournalContents contents = new JournalContents();
        snapshot.contents().forEach(contents::apply);
        return contents;
    }

    /** The snapshot at this index: the base with the log's entries up to there. */
    static Snapshot snapshot(Snapshot base, EntryLog log, long index) {
        JournalContents contents = of(base);
        for (long i = base.index() + 1; i <= index; i++) {
            contents.apply(log.at(i).payload());
        }
        return new Snapshot(index, log.epochAt(index), log.votersAt(index), contents.asPayloads());
    }

    /** Takes what the next entry says; control entries of the quorum change nothing here. */
    public void apply(Payload payload) {
        if (payload instanceof Payload.Events events) {
            writable(events.persistenceId()).add(events);
        } else if (payload instanceof Payload.EventsDeleted deleted) {
            writable(deleted.persistenceId()).delete(deleted.toSequenceNr());
        } else if (payload instanceof Payload.StateSaved saved) {
            writable(saved.persistenceId()).save(saved);
        } else if (payload instanceof Payload.StatesDeleted deleted) {
            writable(deleted.persistenceId()).deleteStates(deleted.range());
        } else if (payload instanceof Payload.StreamPosition position) {
            writable(position.persistenceId()).standAt(position);
        }
    }

    /** What one persistent actor wrote; nothing if it never did. */
    public Optional<EventStream> stream(String persistenceId) {
        return Optional.ofNullable(streams.get(persistenceId));
    }

    /** What folds to these contents again. */
    public List<Payload> asPayloads() {
        List<Payload> payloads = new ArrayList<>();
        streams.forEach((persistenceId, stream) -> stream.describe(persistenceId, payloads));
        return payloads;
    }

    private EventStream writable(String persistenceId) {
        return streams.computeIfAbsent(persistenceId, unused -> new EventStream());
    }
}
