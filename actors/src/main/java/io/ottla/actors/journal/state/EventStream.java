package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The events and saved states of one persistent actor. The highest sequence number survives every deletion. */
public final class EventStream {
    private final List<Payload.Events> writes = new ArrayList<>();
    private final TreeMap<Long, Payload.StateSaved> states = new TreeMap<>();
    private long highestSequenceNr;
    private long deletedTo;

    EventStream() {}

    void add(Payload.Events events) {
        writes.add(events);
        highestSequenceNr = Math.max(highestSequenceNr, events.lastSequenceNr());
    }

    void delete(long toSequenceNr) {
        deletedTo = Math.max(deletedTo, Math.min(toSequenceNr, highestSequenceNr));
        int gone = 0;
        while (gone < writes.size() && writes.get(gone).lastSequenceNr() <= deletedTo) {
            gone++;
        }
        writes.subList(0, gone).clear();
    }

    void save(Payload.StateSaved state) {
        states.put(state.sequenceNr(), state);
    }

    void deleteStates(StateRange range) {
        states.values().removeIf(range::holds);
    }

    void standAt(Payload.StreamPosition position) {
        highestSequenceNr = position.highestSequenceNr();
        deletedTo = position.deletedTo();
    }

    void describe(String persistenceId, List<Payload> into) {
        into.add(new Payload.StreamPosition(persistenceId, highestSequenceNr, deletedTo));
        into.addAll(states.values());
        into.addAll(writes);
    }

    /** The number of the newest event ever written, deleted or not; 0 before the first. */
    public long highestSequenceNr() {
        return highestSequenceNr;
    }

    /** The serialized events numbered {@code from} to {@code to} that are not deleted, oldest first, at most {@code max}. */
    public List<byte[]> replay(long from, long to, long max) {
        long first = Math.max(from, deletedTo + 1);
        List<byte[]> result = new ArrayList<>();
        for (Payload.Events write : writes) {
            for (int i = 0; i < write.events().size() && result.size() < max; i++) {
                long number = write.firstSequenceNr() + i;
                if (number >= first && number <= to) {
                    result.add(write.events().get(i));
                }
            }
        }
        return result;
    }

    /** The newest saved state in this range. */
    public Optional<Payload.StateSaved> newestState(StateRange range) {
        return states.descendingMap().values().stream().filter(range::holds).findFirst();
    }
}
