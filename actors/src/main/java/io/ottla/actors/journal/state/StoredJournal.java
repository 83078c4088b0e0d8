package io.ottla.actors.journal.state;

import java.util.List;
import java.util.UUID;

/**
 * What a voter's disk holds.
 *
 * @param directoryId the folder's id
 * @param promised the newest promise
 * @param base the snapshot that the log begins with
 * @param entries the entries after it
 * @param commitIndex the newest entry that was known to be committed when something was last written
 */
public record StoredJournal(UUID directoryId, WriterId promised, Snapshot base, List<Entry> entries, long commitIndex) {
    public StoredJournal {
        entries = List.copyOf(entries);
    }

    /** A folder as it is formatted. */
    public static StoredJournal formatted(UUID directoryId, KnownVoters first) {
        return new StoredJournal(directoryId, WriterId.NONE, Snapshot.beginning(first), List.of(), 0);
    }
}
