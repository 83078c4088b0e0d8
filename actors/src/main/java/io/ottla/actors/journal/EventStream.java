package io.ottla.actors.journal;

import java.util.ArrayList;
import java.util.List;

/** The events of one persistent actor, as the journal's entries add up to them. */
final class EventStream {
    private final List<JournalEntry> writes = new ArrayList<>();
    private long highestSequenceNr;
    private long deletedTo;

    /** Takes the next entry of this actor. */
    void add(JournalEntry entry) {
        switch (entry.kind()) {
            case EVENTS -> {
                writes.add(entry);
                highestSequenceNr = entry.lastSequenceNr();
            }
            case DELETED -> {
                deletedTo = Math.max(deletedTo, entry.sequenceNr());
                writes.removeIf(write -> write.lastSequenceNr() <= deletedTo);
            }
            case EPOCH_STARTED -> throw new IllegalStateException("a control entry belongs to no actor: " + entry);
        }
    }

    /** The number of the newest event ever written, deleted or not; 0 before the first. */
    long highestSequenceNr() {
        return highestSequenceNr;
    }

    /** The serialized events numbered {@code from} to {@code to} that are not deleted, oldest first, at most {@code max}. */
    List<byte[]> replay(long from, long to, long max) {
        long first = Math.max(from, deletedTo + 1);
        List<byte[]> result = new ArrayList<>();
        for (JournalEntry write : writes) {
            for (int i = 0; i < write.events().size() && result.size() < max; i++) {
                long number = write.sequenceNr() + i;
                if (number >= first && number <= to) {
                    result.add(write.events().get(i));
                }
            }
        }
        return result;
    }
}
