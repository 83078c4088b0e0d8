package io.ottla.actors.journal.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;

/** What a voter can be asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VoterRequest.Promise.class, name = "promise"),
    @JsonSubTypes.Type(value = VoterRequest.Read.class, name = "read"),
    @JsonSubTypes.Type(value = VoterRequest.Append.class, name = "append"),
    @JsonSubTypes.Type(value = VoterRequest.Install.class, name = "install"),
    @JsonSubTypes.Type(value = VoterRequest.Describe.class, name = "describe")
})
public sealed interface VoterRequest {
    /** A request of a writer, meant for one folder alone (rule Q5). */
    sealed interface OfWriter extends VoterRequest {
        /** The folder it is meant for; any other refuses. */
        UUID directoryId();

        /** Who asks. */
        WriterId writer();
    }

    /** Asks to take entries from no writer below this one. */
    record Promise(UUID directoryId, WriterId writer) implements OfWriter {}

    /** Asks for the whole log; only the writer that holds the promise gets it. */
    record Read(UUID directoryId, WriterId writer) implements OfWriter {}

    /**
     * Entries to append after {@code (prevIndex, prevEpoch)}; none to show that the writer lives.
     *
     * @param round the number of the writer's message; the answer repeats it
     * @param commitIndex the newest entry that the writer knows to be committed
     * @param writersEnd the newest entry that the writer has
     */
    record Append(
            UUID directoryId,
            WriterId writer,
            long round,
            long prevIndex,
            long prevEpoch,
            List<Entry> entries,
            long commitIndex,
            long writersEnd)
            implements OfWriter {
        public Append {
            entries = List.copyOf(entries);
        }

        /** The newest entry that the voter shares with the writer once it has taken this. */
        long matched() {
            return prevIndex + entries.size();
        }
    }

    /** A snapshot for a voter that lacks entries which the writer no longer has (rule Q8). */
    record Install(UUID directoryId, WriterId writer, long round, Snapshot snapshot) implements OfWriter {}

    /**
     * Asks how the journal stands there.
     *
     * @param known the newest voters that the asker knows of
     */
    record Describe(KnownVoters known) implements VoterRequest {}
}
