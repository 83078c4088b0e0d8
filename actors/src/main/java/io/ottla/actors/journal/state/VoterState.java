package io.ottla.actors.journal.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A voter (or learner: it is the writer that decides who counts) of the quorum journal: keeps promises and entries by the
 * safety rules Q1, Q2, Q5 and Q8.
 *
 * <p>It changes at once and tells what the disk must hold before the reply may go. When a write fails, this object no longer
 * says what is on disk: the voter is made anew from the disk.
 */
public final class VoterState {
    private int nodeId;
    private final NodeAddress address;
    private final UUID directoryId;
    private final long compactAfterBytes;
    private final EntryLog log;
    private WriterId promised;
    private Snapshot base;
    private long commitIndex;
    private KnownVoters heardOf;
    private OptionalLong heardAtMs = OptionalLong.empty();
    private OptionalLong caughtUpAtMs = OptionalLong.empty();

    /**
     * A voter that begins with what its disk holds.
     *
     * @param nodeId its node, for descriptions
     * @param address where its node is reached, for descriptions
     * @param compactAfterBytes committed entries become part of the snapshot when they take more than this and than it
     */
    public VoterState(int nodeId, NodeAddress address, StoredJournal stored, long compactAfterBytes) {
        this.nodeId = nodeId;
        this.address = address;
        this.directoryId = stored.directoryId();
        this.compactAfterBytes = compactAfterBytes;
        this.promised = stored.promised();
        this.base = stored.base();
        this.log = new EntryLog(stored.base(), stored.entries());
        this.commitIndex = Math.max(stored.commitIndex(), base.index());
        this.heardOf = log.voters();
        if (commitIndex > log.lastIndex()) {
            throw new IllegalStateException("the journal ends at entry " + log.lastIndex() + ", but entry "
                    + commitIndex + " was known to be committed");
        }
    }

    /**
     * Answers a request.
     *
     * @param nowMs any clock that only goes forward, in milliseconds
     */
    public VoterStep handle(VoterRequest request, long nowMs) {
        if (request instanceof VoterRequest.Describe describe) {
            return VoterStep.only(describe(describe, nowMs));
        }
        VoterRequest.OfWriter asked = (VoterRequest.OfWriter) request;
        if (!asked.directoryId().equals(directoryId)) {
            return VoterStep.only(new VoterReply.AnotherFolder(directoryId, asked.directoryId()));
        }
        if (!serves(asked)) {
            return VoterStep.only(new VoterReply.Refused(directoryId, asked.writer(), promised));
        }
        List<DiskWrite> writes = new ArrayList<>();
        promise(asked.writer(), writes);
        heardAtMs = OptionalLong.of(nowMs);
        return new VoterStep(writes, serve(asked, writes, nowMs));
    }

    /** Its node's number became known. */
    public void belongsTo(int node) {
        nodeId = node;
    }

    /** The folder's id. */
    public UUID directoryId() {
        return directoryId;
    }

    /** The newest entry that it knows to be committed. */
    public long commitIndex() {
        return commitIndex;
    }

    /** The newest promise. */
    public WriterId promised() {
        return promised;
    }

    /** The newest voters it knows of, from its log or from others. */
    public KnownVoters known() {
        return heardOf.orNewer(log.voters());
    }

    /** What its disk shall hold. */
    public StoredJournal stored() {
        return new StoredJournal(directoryId, promised, base, log.all(), commitIndex);
    }

    /** Rule Q1: the promised writer, or one of a higher epoch; the log is shown to the promised one alone. */
    private boolean serves(VoterRequest.OfWriter asked) {
        boolean isPromised = asked.writer().equals(promised);
        return asked instanceof VoterRequest.Read
                ? isPromised
                : isPromised || asked.writer().isAbove(promised);
    }

    private void promise(WriterId writer, List<DiskWrite> writes) {
        if (!writer.equals(promised)) {
            promised = writer;
            caughtUpAtMs = OptionalLong.empty();
            writes.add(new DiskWrite.KeepPromise(writer));
        }
    }

    private VoterReply serve(VoterRequest.OfWriter asked, List<DiskWrite> writes, long nowMs) {
        if (asked instanceof VoterRequest.Append append) {
            return append(append, writes, nowMs);
        }
        if (asked instanceof VoterRequest.Install install) {
            return install(install, writes);
        }
        if (asked instanceof VoterRequest.Read) {
            return new VoterReply.LogRead(directoryId, promised, base, log.all());
        }
        return new VoterReply.Promised(
                directoryId, promised, log.lastIndex(), log.lastEpoch(), commitIndex, log.voters());
    }

    private VoterReply append(VoterRequest.Append append, List<DiskWrite> writes, long nowMs) {
        if (append.prevIndex() > log.lastIndex()) {
            return new VoterReply.Mismatch(directoryId, promised, append.round(), log.lastIndex());
        }
        // What is at or below the base is committed, and therefore the same everywhere.
        if (append.prevIndex() >= log.baseIndex() && log.epochAt(append.prevIndex()) != append.prevEpoch()) {
            requireAboveCommit(append.prevIndex(), append);
            return new VoterReply.Mismatch(directoryId, promised, append.round(), beforeEpochOf(append.prevIndex()));
        }
        take(append, writes);
        commitIndex = Math.max(commitIndex, Math.min(append.commitIndex(), append.matched()));
        if (append.matched() >= append.writersEnd()) {
            caughtUpAtMs = OptionalLong.of(nowMs);
        }
        compact(writes);
        return new VoterReply.Appended(directoryId, promised, append.round(), append.matched());
    }

    /** Rule Q2: only a conflicting entry cuts the log, and what is here already stays. */
    private void take(VoterRequest.Append append, List<DiskWrite> writes) {
        List<Entry> missing = append.entries().stream()
                .filter(entry -> entry.index() > log.baseIndex())
                .dropWhile(entry -> entry.index() <= log.lastIndex() && log.epochAt(entry.index()) == entry.epoch())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        long first = missing.get(0).index();
        if (first <= log.lastIndex()) {
            requireAboveCommit(first, append);
            log.truncateFrom(first);
            writes.add(new DiskWrite.Restart(base, List.copyOf(log.all()), commitIndex));
        }
        missing.forEach(log::append);
        long committed = Math.max(commitIndex, Math.min(append.commitIndex(), append.prevIndex()));
        writes.add(new DiskWrite.AppendEntries(missing, committed));
    }

    private void requireAboveCommit(long index, VoterRequest.Append append) {
        if (index <= commitIndex) {
            throw new IllegalStateException("writer " + append.writer() + " contradicts entry " + index + " of epoch "
                    + log.epochAt(index) + ", which is committed up to " + commitIndex);
        }
    }

    /** The index before the epoch that this entry belongs to: no entry of that epoch can be the writer's. */
    private long beforeEpochOf(long index) {
        long epoch = log.epochAt(index);
        long first = index;
        while (first > Math.max(log.baseIndex(), commitIndex) && log.epochAt(first) == epoch) {
            first--;
        }
        return first;
    }

    /** Rule Q8. */
    private VoterReply install(VoterRequest.Install install, List<DiskWrite> writes) {
        Snapshot snapshot = install.snapshot();
        boolean holdsIt = log.reaches(snapshot.index()) && log.epochAt(snapshot.index()) == snapshot.epoch();
        if (commitIndex < snapshot.index() && !holdsIt) {
            log.restart(snapshot);
            base = snapshot;
            writes.add(new DiskWrite.Restart(base, List.of(), snapshot.index()));
        }
        commitIndex = Math.max(commitIndex, snapshot.index());
        return new VoterReply.Appended(directoryId, promised, install.round(), snapshot.index());
    }

    private void compact(List<DiskWrite> writes) {
        long enough = Math.max(compactAfterBytes, base.size());
        if (commitIndex == base.index() || log.size() < enough || log.sizeTo(commitIndex) < enough) {
            return;
        }
        base = JournalContents.snapshot(base, log, commitIndex);
        log.compactTo(commitIndex);
        writes.add(new DiskWrite.Restart(base, List.copyOf(log.all()), commitIndex));
    }

    private VoterReply describe(VoterRequest.Describe describe, long nowMs) {
        heardOf = heardOf.orNewer(describe.known());
        return new VoterReply.Described(
                nodeId,
                directoryId,
                address,
                promised,
                log.lastIndex(),
                commitIndex,
                known(),
                since(heardAtMs, nowMs),
                since(caughtUpAtMs, nowMs));
    }

    private static OptionalLong since(OptionalLong atMs, long nowMs) {
        return atMs.isEmpty() ? atMs : OptionalLong.of(nowMs - atMs.getAsLong());
    }
}
