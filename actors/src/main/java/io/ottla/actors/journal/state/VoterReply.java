package io.ottla.actors.journal.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** What a voter answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VoterReply.Promised.class, name = "promised"),
    @JsonSubTypes.Type(value = VoterReply.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = VoterReply.AnotherFolder.class, name = "another"),
    @JsonSubTypes.Type(value = VoterReply.LogRead.class, name = "read"),
    @JsonSubTypes.Type(value = VoterReply.Appended.class, name = "appended"),
    @JsonSubTypes.Type(value = VoterReply.Mismatch.class, name = "mismatch"),
    @JsonSubTypes.Type(value = VoterReply.Described.class, name = "described"),
    @JsonSubTypes.Type(value = VoterReply.Broken.class, name = "broken")
})
public sealed interface VoterReply {
    /** The folder that answers. */
    UUID directoryId();

    /**
     * The promise is on disk.
     *
     * @param commitIndex the newest entry it knows to be committed
     * @param voters the newest voters in its log
     */
    record Promised(
            UUID directoryId, WriterId writer, long lastIndex, long lastEpoch, long commitIndex, KnownVoters voters)
            implements VoterReply {}

    /** The request came from a writer that is not, or no longer, promised. */
    record Refused(UUID directoryId, WriterId writer, WriterId promised) implements VoterReply {}

    /** The request was meant for another folder. */
    record AnotherFolder(UUID directoryId, UUID meantFor) implements VoterReply {}

    /** The whole log. */
    record LogRead(UUID directoryId, WriterId writer, Snapshot base, List<Entry> entries) implements VoterReply {
        public LogRead {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What was sent is on disk.
     *
     * @param matched the newest entry known to be the same here and at the writer
     */
    record Appended(UUID directoryId, WriterId writer, long round, long matched) implements VoterReply {}

    /**
     * The entry that the sent ones should follow is not here.
     *
     * @param tryAfter an earlier index to try
     */
    record Mismatch(UUID directoryId, WriterId writer, long round, long tryAfter) implements VoterReply {}

    /**
     * How the journal stands at one node.
     *
     * @param nodeId the node
     * @param address where it is reached
     * @param promised the newest writer it promised
     * @param lastIndex its newest entry
     * @param commitIndex the newest entry that it knows to be committed
     * @param known the newest voters it knows of
     * @param sinceHeardMs how long ago it heard the promised writer, in milliseconds; empty if not since it started
     * @param sinceCaughtUpMs how long ago it had all the writer had; empty if not since it started
     */
    record Described(
            int nodeId,
            UUID directoryId,
            NodeAddress address,
            WriterId promised,
            long lastIndex,
            long commitIndex,
            KnownVoters known,
            OptionalLong sinceHeardMs,
            OptionalLong sinceCaughtUpMs)
            implements VoterReply {}

    /** The voter's disk does not work. */
    record Broken(UUID directoryId, String reason) implements VoterReply {}
}
