package io.ottla.actors.journal;

import io.ottla.actors.journal.state.DiskWrite;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Snapshot;
import io.ottla.actors.journal.state.StoredJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A voter's folder, opened: promise, entries and snapshot. Every method forces what it writes before it returns; used by one
 * thread at a time.
 *
 * <pre>
 * promise                  epoch, writer, directory id
 * voters                   with whom the folder was formatted
 * known-voters             the newest voters it heard of
 * journal.log              the entries after a snapshot, which its first bytes name
 * snapshot-INDEX-EPOCH     that snapshot
 * </pre>
 */
final class VoterStore implements AutoCloseable {
    private static final String SNAPSHOT = "snapshot-";

    private final Path folder;
    private final Promise promise;
    private final JournalFile log;
    private final StoredJournal stored;
    private Snapshot base;

    private VoterStore(Path folder, Promise promise, JournalFile log, Snapshot base) {
        this.folder = folder;
        this.promise = promise;
        this.log = log;
        this.base = base;
        this.stored =
                new StoredJournal(promise.directoryId(), promise.writer(), base, log.takeEntries(), log.commitIndex());
    }

    /**
     * Opens a formatted folder.
     *
     * @throws JournalDamagedException if it is damaged anywhere but in its last, unfinished write
     */
    static VoterStore open(Path folder) {
        Promise promise = Promise.load(folder.resolve(QuorumFolder.PROMISE))
                .orElseThrow(() -> new JournalDamagedException("the journal in " + folder + " has lost its promise"));
        if (promise.epoch() > 0 && Files.notExists(folder.resolve(QuorumFolder.LOG))) {
            throw new JournalDamagedException("the journal in " + folder + " has lost its log");
        }
        JournalFile log = JournalFile.open(folder.resolve(QuorumFolder.LOG));
        try {
            VoterStore store = new VoterStore(folder, promise, log, base(folder, log.base()));
            store.deleteOtherSnapshots();
            return store;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** What the folder held when it was opened. */
    StoredJournal stored() {
        return stored;
    }

    /** Makes the disk hold this. */
    void write(DiskWrite write) throws IOException {
        if (write instanceof DiskWrite.KeepPromise keep) {
            new Promise(keep.promised().epoch(), keep.promised().id(), promise.directoryId())
                    .save(folder.resolve(QuorumFolder.PROMISE));
        } else if (write instanceof DiskWrite.AppendEntries append) {
            log.append(append.entries(), append.commitIndex());
        } else if (write instanceof DiskWrite.Restart restart) {
            restart(restart);
        }
    }

    /** Whether a failure left the state of the disk unknown until the process starts again. */
    boolean isUnusable() {
        return log.isUnusable();
    }

    @Override
    public void close() {
        log.close();
    }

    /** The snapshot is there before the log names it; then the other one goes (rule Q8). */
    private void restart(DiskWrite.Restart restart) throws IOException {
        Snapshot next = restart.base();
        if (next.index() > 0 && next.index() != base.index()) {
            DurableFile.replace(file(folder, next.index(), next.epoch()), new Frame.Whole(next).encode());
        }
        log.restart(new Frame.Base(next.index(), next.epoch(), restart.commitIndex()), restart.entries());
        base = next;
        deleteOtherSnapshots();
    }

    private void deleteOtherSnapshots() {
        Path kept = file(folder, base.index(), base.epoch());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> others = files.filter(
                            file -> file.getFileName().toString().startsWith(SNAPSHOT))
                    .filter(file -> !file.equals(kept))
                    .toList();
            for (Path other : others) {
                Files.delete(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete former snapshots in " + folder, e);
        }
    }

    private static Snapshot base(Path folder, Frame.Base named) {
        if (named.index() == 0) {
            return Snapshot.beginning(
                    VotersFile.load(folder.resolve(QuorumFolder.VOTERS)).orElse(new KnownVoters(0, 0, List.of())));
        }
        Path file = file(folder, named.index(), named.epoch());
        return readSnapshot(file)
                .filter(snapshot -> snapshot.index() == named.index() && snapshot.epoch() == named.epoch())
                .orElseThrow(() -> new JournalDamagedException("the snapshot " + file + " is missing or damaged"));
    }

    private static Optional<Snapshot> readSnapshot(Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            if (bytes.remaining() <= Frame.HEADER_BYTES || bytes.getInt(0) != bytes.remaining() - Frame.HEADER_BYTES) {
                return Optional.empty();
            }
            return Frame.decode(
                            bytes.getInt(4), bytes.position(Frame.HEADER_BYTES).slice())
                    .filter(Frame.Whole.class::isInstance)
                    .map(frame -> ((Frame.Whole) frame).snapshot());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the snapshot " + file, e);
        }
    }

    private static Path file(Path folder, long index, long epoch) {
        return folder.resolve(SNAPSHOT + index + "-" + epoch);
    }

    /** Puts everything but the lists of voters out of the way, into a folder of its own. */
    static void setAside(Path folder) throws IOException {
        Path aside = folder.resolve("damaged-" + UUID.randomUUID());
        Files.createDirectory(aside);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(VoterStore::isOfVoter).toList()) {
                Files.move(file, aside.resolve(file.getFileName()));
            }
        }
        DurableFile.forceFolderOf(aside);
    }

    private static boolean isOfVoter(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(QuorumFolder.PROMISE) || name.equals(QuorumFolder.LOG) || name.startsWith(SNAPSHOT);
    }
}
