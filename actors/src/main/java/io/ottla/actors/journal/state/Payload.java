package io.ottla.actors.journal.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What an entry of the journal says: control entries of the quorum itself, and what persistent actors did (rule Q7). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Payload.EpochStarted.class, name = "epoch"),
    @JsonSubTypes.Type(value = Payload.VotersChanged.class, name = "voters"),
    @JsonSubTypes.Type(value = Payload.Events.class, name = "events"),
    @JsonSubTypes.Type(value = Payload.EventsDeleted.class, name = "events-deleted"),
    @JsonSubTypes.Type(value = Payload.StateSaved.class, name = "state"),
    @JsonSubTypes.Type(value = Payload.StatesDeleted.class, name = "states-deleted"),
    @JsonSubTypes.Type(value = Payload.StreamPosition.class, name = "position")
})
public sealed interface Payload {
    /** About how much memory and disk it takes beyond its bytes. */
    int OVERHEAD_BYTES = 64;

    /** About how many bytes it takes. */
    default long size() {
        return OVERHEAD_BYTES;
    }

    /** A writer has taken over; what stands before it is committed once this is (rule Q3). */
    record EpochStarted() implements Payload {}

    /** The voters from this entry on (rule Q4). */
    record VotersChanged(List<VoterAt> voters) implements Payload {
        public VotersChanged {
            voters = List.copyOf(voters);
        }
    }

    /**
     * One atomic write of a persistent actor.
     *
     * @param firstSequenceNr the number of the first event; the others follow without gaps
     * @param events the serialized events, replayed together or not at all
     */
    record Events(String persistenceId, long firstSequenceNr, List<byte[]> events) implements Payload {
        public Events {
            events = List.copyOf(events);
        }

        /** The number of the last event. */
        public long lastSequenceNr() {
            return firstSequenceNr + events.size() - 1;
        }

        @Override
        public long size() {
            return OVERHEAD_BYTES
                    + events.stream().mapToLong(event -> event.length).sum();
        }
    }

    /** The events of a persistent actor up to this number are deleted. */
    record EventsDeleted(String persistenceId, long toSequenceNr) implements Payload {}

    /**
     * The state of a persistent actor (its snapshot, as Akka Persistence says).
     *
     * @param sequenceNr the last event in it; a state saved earlier at the same number is replaced
     * @param timestampMs when it was saved
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity alone, and never changed
    record StateSaved(String persistenceId, long sequenceNr, long timestampMs, byte[] state) implements Payload {
        @Override
        public long size() {
            return (long) OVERHEAD_BYTES + state.length;
        }
    }

    /** Saved states of a persistent actor are deleted. */
    record StatesDeleted(String persistenceId, StateRange range) implements Payload {}

    /**
     * Where the events of a persistent actor stand; only in snapshots of the journal, where it comes before the actor's events.
     *
     * @param highestSequenceNr of all it ever wrote, deleted or not
     * @param deletedTo the highest number deleted
     */
    record StreamPosition(String persistenceId, long highestSequenceNr, long deletedTo) implements Payload {}
}
