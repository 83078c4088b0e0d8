package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What must hold of a quorum journal at every moment, whatever happens to its voters and writers. */
final class QuorumInvariants {
    /** An invariant that did not hold. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        final transient QuorumInvariant invariant;

        Broken(QuorumInvariant invariant, String what) {
            super(invariant + ": " + what);
            this.invariant = invariant;
        }
    }

    /** A writer's log is compared again with this many of the newest committed entries, whenever it commits. */
    private static final int RECHECKED = 20;

    private record Place(long index, long epoch) {}

    /** What was committed, from index 1 on. */
    private final List<Entry> committed = new ArrayList<>();

    private final Map<Place, Payload> written = new HashMap<>();
    private final Map<Long, UUID> opened = new HashMap<>();
    private final Map<UUID, WriterId> answeredPromises = new HashMap<>();
    private final Map<UUID, Long> commitIndexes = new HashMap<>();
    private final Map<UUID, Long> commitIndexesOnDisk = new HashMap<>();
    private final Map<UUID, Long> snapshots = new HashMap<>();
    private long highestOpened;

    long committed() {
        return committed.size();
    }

    /** How often the voters were changed. */
    long voterChangesCommitted() {
        return committed.stream()
                .filter(entry -> entry.payload() instanceof Payload.VotersChanged)
                .count();
    }

    /** How many writers were open. */
    long opened() {
        return opened.size();
    }

    /** A writer's log as it was adopted holds everything that was committed. */
    void opened(Replication replication, EntryLog log) {
        WriterId writer = replication.writer();
        UUID before = opened.putIfAbsent(writer.epoch(), writer.id());
        if (before != null && !before.equals(writer.id())) {
            throw new Broken(
                    QuorumInvariant.ONE_WRITER_IN_AN_EPOCH,
                    "epoch " + writer.epoch() + " has " + before + " and " + writer.id());
        }
        if (writer.epoch() > highestOpened) {
            highestOpened = writer.epoch();
            agrees(QuorumInvariant.COMMITTED_IS_NEVER_LOST, "the log adopted by " + writer, log, committed.size());
        }
    }

    /**
     * What a writer counts as committed.
     *
     * @param log its entries as they were before it counted
     */
    void committed(Replication replication, EntryLog log) {
        long from = Math.max(log.baseIndex(), committed.size() - RECHECKED) + 1;
        long known = Math.min(committed.size(), replication.commitIndex());
        agreesFrom(QuorumInvariant.COMMITTED_IS_NEVER_LOST, "writer " + replication.writer(), log, from, known);
        for (long index = committed.size() + 1L; index <= replication.commitIndex(); index++) {
            committed.add(log.at(index));
        }
    }

    /** Entries of one index and epoch are the same entry. */
    void written(Entry entry) {
        Payload before = written.putIfAbsent(new Place(entry.index(), entry.epoch()), entry.payload());
        if (before != null && before != entry.payload()) {
            throw new Broken(
                    QuorumInvariant.ONE_ENTRY_IN_A_PLACE,
                    "index " + entry.index() + ", epoch " + entry.epoch() + ": " + before + " and " + entry.payload());
        }
    }

    /** At most one change of voters is on its way in the log of a writer that is open. */
    void voterChanges(Replication replication, EntryLog log) {
        long changes = log.all().stream()
                .filter(entry -> entry.index() > replication.commitIndex())
                .filter(entry -> entry.payload() instanceof Payload.VotersChanged)
                .count();
        if (replication.isOpen() && changes > 1) {
            throw new Broken(
                    QuorumInvariant.ONE_VOTER_CHANGE_AT_A_TIME, changes + " in the log of " + replication.writer());
        }
    }

    /** What a voter answers is on its disk. */
    void answered(VoterReply reply, StoredJournal disk) {
        if (!reply.directoryId().equals(disk.directoryId())) {
            throw new Broken(
                    QuorumInvariant.FOLDERS_ANSWER_FOR_THEMSELVES, reply + " of the folder " + disk.directoryId());
        }
        if (reply instanceof VoterReply.Promised promised) {
            if (promised.writer().isAbove(disk.promised())) {
                throw new Broken(
                        QuorumInvariant.PROMISE_IS_NEVER_FORGOTTEN, promised + ", but on disk is " + disk.promised());
            }
            answeredPromises.merge(
                    disk.directoryId(), promised.writer(), (one, other) -> one.isAbove(other) ? one : other);
        }
        if (reply instanceof VoterReply.Appended appended) {
            long last = disk.base().index() + disk.entries().size();
            if (appended.writer().equals(disk.promised()) && appended.matched() > last) {
                throw new Broken(QuorumInvariant.ANSWERED_IS_ON_DISK, appended + ", but the disk ends at " + last);
            }
        }
    }

    /** What a disk holds, whenever it is read or has changed. */
    void stored(StoredJournal disk) {
        WriterId answered = answeredPromises.getOrDefault(disk.directoryId(), WriterId.NONE);
        if (answered.isAbove(disk.promised())) {
            throw new Broken(
                    QuorumInvariant.PROMISE_IS_NEVER_FORGOTTEN,
                    answered + " was promised, on disk is " + disk.promised());
        }
        long last = disk.base().index() + disk.entries().size();
        long before = commitIndexesOnDisk.getOrDefault(disk.directoryId(), 0L);
        if (last < before || disk.commitIndex() < before) {
            throw new Broken(
                    QuorumInvariant.COMMIT_INDEX_IS_MONOTONIC,
                    "the disk ends at " + last + ", committed " + disk.commitIndex() + ", before it was " + before);
        }
        commitIndexesOnDisk.put(disk.directoryId(), disk.commitIndex());
        snapshot(disk.base(), disk.directoryId());
    }

    /** A voter that starts knows what its disk says. */
    void started(VoterState voter) {
        commitIndexes.put(voter.directoryId(), voter.commitIndex());
    }

    /** A voter's log agrees with what was committed, up to its commit index; which never goes back. */
    void voter(VoterState voter) {
        UUID id = voter.directoryId();
        long before = commitIndexes.getOrDefault(id, 0L);
        if (voter.commitIndex() == before) {
            return;
        }
        if (voter.commitIndex() < before) {
            throw new Broken(
                    QuorumInvariant.COMMIT_INDEX_IS_MONOTONIC,
                    "voter " + id + " had " + before + ", now " + voter.commitIndex());
        }
        if (voter.commitIndex() > committed.size()) {
            throw new Broken(
                    QuorumInvariant.COMMIT_INDEX_IS_OF_A_MAJORITY,
                    "voter " + id + " counts " + voter.commitIndex() + " as committed, writers only "
                            + committed.size());
        }
        StoredJournal stored = voter.stored();
        agreesFrom(
                QuorumInvariant.JOURNALS_AGREE_UP_TO_THE_COMMIT_INDEX,
                "voter " + id,
                new EntryLog(stored.base(), stored.entries()),
                Math.max(stored.base().index(), before) + 1,
                voter.commitIndex());
        commitIndexes.put(id, voter.commitIndex());
    }

    /** A snapshot is what the committed entries come to. */
    private void snapshot(Snapshot base, UUID directoryId) {
        Long seen = snapshots.put(directoryId, base.index());
        if (base.index() == 0 || (seen != null && seen == base.index())) {
            return;
        }
        if (base.index() > committed.size()) {
            throw new Broken(QuorumInvariant.SNAPSHOTS_ARE_OF_COMMITTED_STATE, base.index() + " is not committed");
        }
        JournalContents folded = new JournalContents();
        committed.subList(0, (int) base.index()).forEach(entry -> folded.apply(entry.payload()));
        if (!folded.asPayloads().equals(base.contents())) {
            throw new Broken(
                    QuorumInvariant.SNAPSHOTS_ARE_OF_COMMITTED_STATE, "the snapshot at " + base.index() + " differs");
        }
    }

    private void agrees(QuorumInvariant name, String whose, EntryLog log, long to) {
        if (log.lastIndex() < to) {
            throw new Broken(name, whose + " ends at " + log.lastIndex() + ", committed is " + to);
        }
        agreesFrom(name, whose, log, log.baseIndex() + 1, to);
    }

    private void agreesFrom(QuorumInvariant name, String whose, EntryLog log, long from, long to) {
        for (long index = from; index <= to; index++) {
            Entry expected = committed.get((int) index - 1);
            Entry found = log.at(index);
            if (found.epoch() != expected.epoch() || found.payload() != expected.payload()) {
                throw new Broken(name, whose + " has " + found + " where " + expected + " is committed");
            }
        }
    }
}
