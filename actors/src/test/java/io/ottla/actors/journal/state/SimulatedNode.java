package io.ottla.actors.journal.state;

import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.simulation.CrashingDisk;
import io.ottla.actors.simulation.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node of the simulated quorum: a disk that survives, and a voter and perhaps a writer that do not. */
final class SimulatedNode {
    /** Small, so that snapshots are made and needed. */
    private static final long COMPACT_AFTER_BYTES = 700;

    private static final Pace PACE = new Pace(50, 60, 300, 800);

    private static final NodeAddress ADDRESS = new NodeAddress("node", 1);

    final int id;
    private final SimulatedTime time;
    private final Random random;
    private final QuorumInvariants invariants;
    private final BrokenRule broken;
    final CrashingDisk<StoredJournal, DiskWrite> disk;
    int life;

    @Nullable
    VoterState voter;

    @Nullable
    Takeover takeover;

    @Nullable
    Replication writer;

    private long takeoverSinceMs;
    private boolean reported;
    private KnownVoters lastKnown = new KnownVoters(0, 0, List.of());

    SimulatedNode(
            int id,
            SimulatedTime time,
            Random random,
            QuorumInvariants invariants,
            BrokenRule broken,
            StoredJournal formatted) {
        this.id = id;
        this.time = time;
        this.random = random;
        this.invariants = invariants;
        this.broken = broken;
        this.disk = new CrashingDisk<>(formatted, SimulatedNode::apply);
        start();
    }

    void start() {
        StoredJournal stored = disk.forced();
        invariants.stored(stored);
        voter = new VoterState(id, ADDRESS, stored, COMPACT_AFTER_BYTES);
        invariants.started(voter);
    }

    void crash() {
        life++;
        disk.crash(random);
        voter = null;
        takeover = null;
        writer = null;
    }

    /** Another disk is put in: the node knows where to look for voters, and nothing else. */
    void wipe(KnownVoters hint) {
        disk.replace(StoredJournal.formatted(uuid(random), new KnownVoters(0, 0, List.of())));
        lastKnown = hint;
    }

    VoterAt asVoter() {
        return new VoterAt(id, disk.forced().directoryId(), new NodeAddress("node", id));
    }

    KnownVoters known() {
        StoredJournal stored = disk.forced();
        KnownVoters here = voter == null ? new EntryLog(stored.base(), stored.entries()).voters() : voter.known();
        return here.voters().isEmpty() ? lastKnown : here;
    }

    /** A voter's work: the answer goes when what it says is on disk. */
    void request(VoterRequest request, Consumer<VoterReply> answer) {
        if (voter == null) {
            return;
        }
        VoterRequest understood = broken.understood(request, voter.stored());
        VoterStep step = voter.handle(understood, time.nowMs());
        VoterReply reply = understood == request ? step.reply() : BrokenRule.restored(step.reply(), request);
        List<DiskWrite> writes = new ArrayList<>(step.writes());
        if (broken == BrokenRule.LATE_APPEND_CUTS && request instanceof VoterRequest.Append append) {
            cutAfter(append, writes);
        }
        boolean badSnapshots = broken == BrokenRule.SNAPSHOT_OF_UNCOMMITTED || broken == BrokenRule.SNAPSHOT_FORGETS;
        if (badSnapshots && !writes.isEmpty() && random.nextInt(4) == 0) {
            writes.add(badSnapshot());
        }
        writes.forEach(write -> {
            recordWritten(write);
            disk.write(write);
        });
        if (broken != BrokenRule.COMMITS_WHAT_THE_WRITER_HAS || random.nextBoolean()) {
            invariants.voter(voter);
        }
        boolean tooEarly = broken == BrokenRule.ANSWERS_BEFORE_FORCING
                || (broken == BrokenRule.ACKNOWLEDGES_BEFORE_FORCING && request instanceof VoterRequest.Append);
        if (tooEarly) {
            answer(reply, answer);
            time.after(1 + random.nextInt(5), forcing(writes.size(), () -> {}));
        } else if (disk.unforced() == 0) {
            answer(reply, answer);
        } else {
            time.after(lastForceMs(), forcing(writes.size(), () -> answer(reply, answer)));
        }
    }

    private long forcesEndMs;

    /** One force after the other. */
    private long lastForceMs() {
        forcesEndMs = Math.max(forcesEndMs, time.nowMs()) + random.nextInt(6);
        return forcesEndMs - time.nowMs();
    }

    private Runnable forcing(int writes, Runnable then) {
        int current = life;
        return () -> {
            if (life == current) {
                disk.force(writes);
                if (writes > 0) {
                    invariants.stored(disk.forced());
                }
                then.run();
            }
        };
    }

    private void answer(VoterReply reply, Consumer<VoterReply> answer) {
        invariants.answered(reply, disk.forced());
        answer.accept(reply);
    }

    private void recordWritten(DiskWrite write) {
        if (write instanceof DiskWrite.AppendEntries append) {
            append.entries().forEach(invariants::written);
        }
    }

    private void cutAfter(VoterRequest.Append append, List<DiskWrite> writes) {
        StoredJournal now = Objects.requireNonNull(voter).stored();
        long end = append.matched();
        if (!append.writer().equals(now.promised()) || end < now.base().index()) {
            return;
        }
        List<Entry> kept =
                now.entries().stream().filter(entry -> entry.index() <= end).toList();
        if (kept.size() < now.entries().size()) {
            long commit = Math.min(now.commitIndex(), end);
            StoredJournal cut = new StoredJournal(now.directoryId(), now.promised(), now.base(), kept, commit);
            voter = new VoterState(id, ADDRESS, cut, COMPACT_AFTER_BYTES);
            writes.add(new DiskWrite.Restart(cut.base(), kept, commit));
        }
    }

    /** A snapshot of what is not committed yet, or of nothing. */
    private DiskWrite badSnapshot() {
        StoredJournal now = Objects.requireNonNull(voter).stored();
        EntryLog log = new EntryLog(now.base(), now.entries());
        boolean forgets = broken == BrokenRule.SNAPSHOT_FORGETS;
        long index = forgets ? now.commitIndex() : log.lastIndex();
        Snapshot right = JournalContents.snapshot(now.base(), log, index);
        Snapshot wrong = forgets ? new Snapshot(right.index(), right.epoch(), right.voters(), List.of()) : right;
        List<Entry> kept =
                now.entries().stream().filter(entry -> entry.index() > index).toList();
        long commit = Math.max(now.commitIndex(), index);
        voter = new VoterState(
                id,
                ADDRESS,
                new StoredJournal(now.directoryId(), now.promised(), wrong, kept, commit),
                COMPACT_AFTER_BYTES);
        return new DiskWrite.Restart(wrong, kept, commit);
    }

    void takeOver(long epoch) {
        writer = null;
        reported = false;
        takeoverSinceMs = time.nowMs();
        takeover = new Takeover(
                new WriterId(epoch, uuid(random)), known(), disk.forced().directoryId());
    }

    /** An answer to this node's writer or candidate. */
    void reply(VoterReply reply) {
        if (takeover != null) {
            takeover.onReply(reply);
            takeover.adopted().ifPresent(read -> {
                writer = new Replication(takeover.writer(), broken.adopted(read), PACE, time.nowMs());
                takeover = null;
            });
            if (takeover != null && takeover.supersededBy().isPresent()) {
                long next = takeover.supersededBy().get().epoch() + 1;
                takeover = null;
                if (random.nextBoolean()) {
                    takeOver(next);
                }
            }
        } else if (writer != null) {
            EntryLog before = writer.log().copy();
            writer.onReply(reply, time.nowMs());
            check(before);
            if (writer.supersededBy().isPresent()) {
                writer = null;
            }
        }
    }

    void tick() {
        if (takeover != null) {
            takeover.repeat();
            if (time.nowMs() - takeoverSinceMs > 1_000) {
                takeover = null;
            }
        }
        if (writer != null) {
            writer.tick(time.nowMs());
        }
    }

    List<Outbound> drain() {
        if (takeover != null) {
            return takeover.drain();
        }
        return writer == null ? List.of() : writer.drain();
    }

    private void check(EntryLog before) {
        Replication open = Objects.requireNonNull(writer);
        invariants.voterChanges(open, open.log());
        if (open.isOpen() && !reported) {
            reported = true;
            invariants.opened(open, before);
        }
        invariants.committed(open, before);
    }

    private static StoredJournal apply(StoredJournal disk, DiskWrite write) {
        if (write instanceof DiskWrite.KeepPromise keep) {
            return new StoredJournal(
                    disk.directoryId(), keep.promised(), disk.base(), disk.entries(), disk.commitIndex());
        }
        if (write instanceof DiskWrite.AppendEntries append) {
            List<Entry> entries = new ArrayList<>(disk.entries());
            entries.addAll(append.entries());
            return new StoredJournal(
                    disk.directoryId(),
                    disk.promised(),
                    disk.base(),
                    entries,
                    Math.max(disk.commitIndex(), append.commitIndex()));
        }
        DiskWrite.Restart restart = (DiskWrite.Restart) write;
        return new StoredJournal(
                disk.directoryId(), disk.promised(), restart.base(), restart.entries(), restart.commitIndex());
    }

    static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
