package io.ottla.actors.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The journal on this node's disk: the promise and the log. With one voter a write is committed when it is on this disk.
 *
 * <p>Not thread-safe; {@link QuorumJournal} gives it a thread of its own, since everything here waits for the disk.
 */
final class Voter implements AutoCloseable {
    private final Path promiseFile;
    private final JournalFile log;
    private final Map<String, EventStream> streams = new HashMap<>();
    private Promise promise;

    private Voter(Path promiseFile, Promise promise, Path logFile) {
        this.promiseFile = promiseFile;
        this.promise = promise;
        this.log = JournalFile.open(logFile, this::replayed);
    }

    /**
     * Opens the voter in this folder, made if it is not there.
     *
     * @throws JournalDamagedException if what is there cannot be trusted
     */
    static Voter open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        Path promiseFile = folder.resolve("promise");
        Path logFile = folder.resolve("journal.log");
        Optional<Promise> kept = Promise.load(promiseFile);
        if (kept.isEmpty() && Files.exists(logFile)) {
            throw new JournalDamagedException("the journal " + logFile
                    + " has lost its promise file. It holds the cluster's metadata: restore the folder from a backup.");
        }
        Promise promise = kept.orElseGet(() -> {
            Promise first = new Promise(0, new UUID(0, 0), UUID.randomUUID());
            first.save(promiseFile);
            return first;
        });
        return new Voter(promiseFile, promise, logFile);
    }

    /** Gives a new writer the right to append, in an epoch above every earlier one (rules Q1, Q3). */
    JournalSession takeOver(UUID writerId) {
        long epoch =
                Math.max(promise.epoch(), log.last().map(JournalEntry::epoch).orElse(0L)) + 1;
        Promise next = new Promise(epoch, writerId, promise.directoryId());
        next.save(promiseFile);
        promise = next;
        JournalSession session = new JournalSession(epoch, writerId);
        append(session, JournalEntry.epochStarted(nextIndex(), epoch));
        return session;
    }

    /** Appends events for the promised writer; on disk, and so committed, when this returns. */
    void append(JournalSession session, String persistenceId, long firstSequenceNr, List<byte[]> events) {
        long expected = stream(persistenceId).highestSequenceNr() + 1;
        if (firstSequenceNr != expected) {
            throw new IllegalStateException("event " + firstSequenceNr + " of " + persistenceId
                    + " was written where event " + expected + " was due: there is a second writer");
        }
        append(
                session,
                new JournalEntry(
                        nextIndex(),
                        session.epoch(),
                        JournalEntry.Kind.EVENTS,
                        persistenceId,
                        firstSequenceNr,
                        events));
    }

    /** Deletes the events up to this number; the highest number is remembered. */
    void delete(JournalSession session, String persistenceId, long toSequenceNr) {
        long last = Math.min(toSequenceNr, stream(persistenceId).highestSequenceNr());
        append(
                session,
                new JournalEntry(
                        nextIndex(), session.epoch(), JournalEntry.Kind.DELETED, persistenceId, last, List.of()));
    }

    /** The events of one persistent actor; empty if it never wrote. */
    EventStream stream(String persistenceId) {
        return streams.computeIfAbsent(persistenceId, unused -> new EventStream());
    }

    @Override
    public void close() {
        log.close();
    }

    private void append(JournalSession session, JournalEntry entry) {
        boolean promised =
                session.epoch() == promise.epoch() && session.writerId().equals(promise.writerId());
        if (!promised) {
            throw new IllegalStateException("writer " + session.writerId() + " of epoch " + session.epoch()
                    + " was superseded by epoch " + promise.epoch());
        }
        try {
            log.append(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to the journal", e);
        }
        replayed(entry);
    }

    private void replayed(JournalEntry entry) {
        if (entry.kind() != JournalEntry.Kind.EPOCH_STARTED) {
            stream(entry.persistenceId()).add(entry);
        }
    }

    private long nextIndex() {
        return log.last().map(JournalEntry::index).orElse(0L) + 1;
    }
}
