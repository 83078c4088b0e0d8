package io.ottla.actors.journal.state;

import java.util.List;
import java.util.UUID;

/** Ways to break a safety rule on purpose, to see that an invariant notices. */
enum BrokenRule {
    /** Nothing is broken. */
    NONE,
    /** Q1: a promise is answered before it is on disk. */
    ANSWERS_BEFORE_FORCING,
    /** Q1: entries are acknowledged before they are on disk. */
    ACKNOWLEDGES_BEFORE_FORCING,
    /** Q1: a voter serves a second writer in one epoch. */
    SERVES_TWO_WRITERS_IN_AN_EPOCH,
    /** Q2: a late, short append cuts the log. */
    LATE_APPEND_CUTS,
    /** Q2: the commit index is taken from the writer's end. */
    COMMITS_WHAT_THE_WRITER_HAS,
    /** Q3: adopted entries are stamped with the adopter's epoch. */
    STAMPS_ADOPTED_ENTRIES,
    /** Q4: voters change while a change is under way. */
    CHANGES_VOTERS_AT_ONCE,
    /** Q5: a folder that forgot its promise answers for the one that stood there before. */
    ANSWERS_FOR_THE_FORMER_FOLDER,
    /** Q8: a snapshot holds more than what is committed. */
    SNAPSHOT_OF_UNCOMMITTED,
    /** Q8: a snapshot holds less than what is committed. */
    SNAPSHOT_FORGETS;

    /** Invariants that do not hold without the rule. */
    List<QuorumInvariant> noticedBy() {
        return switch (this) {
            case NONE -> List.of();
            case ANSWERS_BEFORE_FORCING -> List.of(QuorumInvariant.PROMISE_IS_NEVER_FORGOTTEN);
            case ACKNOWLEDGES_BEFORE_FORCING -> List.of(QuorumInvariant.ANSWERED_IS_ON_DISK);
            case SERVES_TWO_WRITERS_IN_AN_EPOCH ->
                List.of(
                        QuorumInvariant.ONE_WRITER_IN_AN_EPOCH,
                        QuorumInvariant.ONE_ENTRY_IN_A_PLACE,
                        QuorumInvariant.JOURNALS_AGREE_UP_TO_THE_COMMIT_INDEX);
            case LATE_APPEND_CUTS -> List.of(QuorumInvariant.COMMIT_INDEX_IS_MONOTONIC);
            case COMMITS_WHAT_THE_WRITER_HAS -> List.of(QuorumInvariant.COMMIT_INDEX_IS_OF_A_MAJORITY);
            case STAMPS_ADOPTED_ENTRIES -> List.of(QuorumInvariant.COMMITTED_IS_NEVER_LOST);
            case CHANGES_VOTERS_AT_ONCE -> List.of(QuorumInvariant.ONE_VOTER_CHANGE_AT_A_TIME);
            case ANSWERS_FOR_THE_FORMER_FOLDER -> List.of(QuorumInvariant.FOLDERS_ANSWER_FOR_THEMSELVES);
            case SNAPSHOT_OF_UNCOMMITTED -> List.of(QuorumInvariant.COMMIT_INDEX_IS_OF_A_MAJORITY);
            case SNAPSHOT_FORGETS -> List.of(QuorumInvariant.SNAPSHOTS_ARE_OF_COMMITTED_STATE);
        };
    }

    /** The request as a voter with this rule broken understands it. */
    VoterRequest understood(VoterRequest request, StoredJournal stored) {
        if (!(request instanceof VoterRequest.OfWriter ofWriter)) {
            return request;
        }
        boolean sameEpoch = ofWriter.writer().epoch() == stored.promised().epoch();
        if (this == SERVES_TWO_WRITERS_IN_AN_EPOCH && sameEpoch) {
            return with(ofWriter, ofWriter.directoryId(), stored.promised());
        }
        if (this == ANSWERS_FOR_THE_FORMER_FOLDER) {
            return with(ofWriter, stored.directoryId(), ofWriter.writer());
        }
        if (this == COMMITS_WHAT_THE_WRITER_HAS && request instanceof VoterRequest.Append append) {
            return new VoterRequest.Append(
                    append.directoryId(),
                    append.writer(),
                    append.round(),
                    append.prevIndex(),
                    append.prevEpoch(),
                    append.entries(),
                    append.writersEnd(),
                    append.writersEnd());
        }
        return request;
    }

    /** The answer as it would go out for the request that was really sent. */
    static VoterReply restored(VoterReply reply, VoterRequest request) {
        if (!(request instanceof VoterRequest.OfWriter ofWriter)) {
            return reply;
        }
        UUID directory = ofWriter.directoryId();
        WriterId writer = ofWriter.writer();
        if (reply instanceof VoterReply.Promised it) {
            return new VoterReply.Promised(
                    directory, writer, it.lastIndex(), it.lastEpoch(), it.commitIndex(), it.voters());
        }
        if (reply instanceof VoterReply.Appended it) {
            return new VoterReply.Appended(directory, writer, it.round(), it.matched());
        }
        if (reply instanceof VoterReply.LogRead it) {
            return new VoterReply.LogRead(directory, writer, it.base(), it.entries());
        }
        if (reply instanceof VoterReply.Mismatch it) {
            return new VoterReply.Mismatch(directory, writer, it.round(), it.tryAfter());
        }
        return reply;
    }

    /** The log as a candidate with this rule broken adopts it. */
    VoterReply.LogRead adopted(VoterReply.LogRead read) {
        if (this != STAMPS_ADOPTED_ENTRIES) {
            return read;
        }
        return new VoterReply.LogRead(
                read.directoryId(),
                read.writer(),
                read.base(),
                read.entries().stream()
                        .map(entry -> new Entry(entry.index(), read.writer().epoch(), entry.payload()))
                        .toList());
    }

    private static VoterRequest with(VoterRequest.OfWriter request, UUID directory, WriterId writer) {
        if (request instanceof VoterRequest.Promise) {
            return new VoterRequest.Promise(directory, writer);
        }
        if (request instanceof VoterRequest.Read) {
            return new VoterRequest.Read(directory, writer);
        }
        if (request instanceof VoterRequest.Install install) {
            return new VoterRequest.Install(directory, writer, install.round(), install.snapshot());
        }
        VoterRequest.Append append = (VoterRequest.Append) request;
        return new VoterRequest.Append(
                directory,
                writer,
                append.round(),
                append.prevIndex(),
                append.prevEpoch(),
                append.entries(),
                append.commitIndex(),
                append.writersEnd());
    }
}
