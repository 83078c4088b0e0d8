package io.ottla.actors.journal;

import java.util.List;

/**
 * One entry of the quorum journal: one atomic write of a persistent actor, or a control entry (safety rule Q7).
 *
 * @param index its place in the log, from 1 on without gaps
 * @param epoch the epoch of the writer that made it
 * @param kind what it is
 * @param persistenceId the persistent actor it belongs to, empty for {@link Kind#EPOCH_STARTED}
 * @param sequenceNr of {@link Kind#EVENTS} the first event's number; of {@link Kind#DELETED} the last number deleted
 * @param events the serialized events, which are written and replayed together or not at all
 */
record JournalEntry(long index, long epoch, Kind kind, String persistenceId, long sequenceNr, List<byte[]> events) {

    /** What an entry is. */
    enum Kind {
        /** A writer has taken over; what stands before it is committed once this is. */
        EPOCH_STARTED(0),
        /** Events of a persistent actor. */
        EVENTS(1),
        /** Events of a persistent actor up to a number are deleted. */
        DELETED(2);

        /** How it is stored; never given another meaning. */
        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new JournalDamagedException(
                    "the journal holds an entry of kind " + code + ": it was written by a newer version of Ottla");
        }
    }

    JournalEntry {
        events = List.copyOf(events);
    }

    static JournalEntry epochStarted(long index, long epoch) {
        return new JournalEntry(index, epoch, Kind.EPOCH_STARTED, "", 0, List.of());
    }

    /** The number of the last event. */
    long lastSequenceNr() {
        return sequenceNr + events.size() - 1;
    }
}
