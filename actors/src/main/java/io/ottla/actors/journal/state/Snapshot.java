package io.ottla.actors.journal.state;

import java.util.List;

/**
 * What the entries up to an index come to, in the place of those entries (rule Q8). It is made of committed entries alone.
 *
 * @param index the last entry in it; 0 for the beginning of a journal
 * @param epoch that entry's epoch
 * @param voters the voters at that entry; at the beginning of a journal those it was formatted with
 * @param contents what folds to the same {@link JournalContents} as the entries do
 */
public record Snapshot(long index, long epoch, KnownVoters voters, List<Payload> contents) {
    public Snapshot {
        contents = List.copyOf(contents);
    }

    /** A journal that begins with these voters. */
    public static Snapshot beginning(KnownVoters first) {
        return new Snapshot(0, 0, first, List.of());
    }

    /** About how many bytes it takes. */
    public long size() {
        return contents.stream().mapToLong(Payload::size).sum();
    }
}
