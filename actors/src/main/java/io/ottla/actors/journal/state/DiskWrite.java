package io.ottla.actors.journal.state;

import java.util.List;

/** What a voter's disk shall hold. Each is on disk before the reply that came with it is sent, and before the next is begun. */
public sealed interface DiskWrite {
    /** Keep this promise. */
    record KeepPromise(WriterId promised) implements DiskWrite {}

    /**
     * Append these entries.
     *
     * @param commitIndex the newest entry known to be committed
     */
    record AppendEntries(List<Entry> entries, long commitIndex) implements DiskWrite {}

    /** Begin the log again with this snapshot and these entries after it: all of it or nothing of it. */
    record Restart(Snapshot base, List<Entry> entries, long commitIndex) implements DiskWrite {}
}
