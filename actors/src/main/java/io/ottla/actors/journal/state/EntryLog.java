package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The entries of a journal after some snapshot, in memory. */
final class EntryLog {
    private final List<Entry> entries = new ArrayList<>();
    private long baseIndex;
    private long baseEpoch;
    private KnownVoters baseVoters;
    private KnownVoters voters;
    private long size;

    EntryLog(Snapshot base, List<Entry> after) {
        baseIndex = base.index();
        baseEpoch = base.epoch();
        baseVoters = base.voters();
        voters = baseVoters;
        after.forEach(this::append);
    }

    /** The index before the first entry: what stands there and before is in a snapshot. */
    long baseIndex() {
        return baseIndex;
    }

    long lastIndex() {
        return baseIndex + entries.size();
    }

    long lastEpoch() {
        return entries.isEmpty() ? baseEpoch : entries.get(entries.size() - 1).epoch();
    }

    /** About how many bytes the entries take. */
    long size() {
        return size;
    }

    /** The newest voter set in it, committed or not: it counts from the moment it is appended (rule Q4). */
    KnownVoters voters() {
        return voters;
    }

    /** Whether it can tell the epoch of this index: it is the base or one of the entries. */
    boolean reaches(long index) {
        return index >= baseIndex && index <= lastIndex();
    }

    long epochAt(long index) {
        return index == baseIndex ? baseEpoch : at(index).epoch();
    }

    Entry at(long index) {
        if (index <= baseIndex || index > lastIndex()) {
            throw new IllegalStateException(
                    "entry " + index + " asked of a log from " + (baseIndex + 1) + " to " + lastIndex());
        }
        return entries.get((int) (index - baseIndex - 1));
    }

    /** The entries from this index on, as many as come to about {@code maxBytes}, but at least one if there is one. */
    List<Entry> from(long index, long maxBytes) {
        List<Entry> result = new ArrayList<>();
        long bytes = 0;
        for (long i = index; i <= lastIndex() && (result.isEmpty() || bytes < maxBytes); i++) {
            Entry entry = at(i);
            result.add(entry);
            bytes += entry.payload().size();
        }
        return result;
    }

    /** All entries after this index. */
    List<Entry> after(long index) {
        return List.copyOf(entries.subList((int) (index - baseIndex), entries.size()));
    }

    /** The voters that counted once this entry was appended. */
    KnownVoters votersAt(long index) {
        for (long i = index; i > baseIndex; i--) {
            Entry entry = at(i);
            if (entry.payload() instanceof Payload.VotersChanged changed) {
                return new KnownVoters(entry.epoch(), entry.index(), changed.voters());
            }
        }
        return baseVoters;
    }

    void append(Entry entry) {
        if (entry.index() != lastIndex() + 1) {
            throw new IllegalStateException("entry " + entry.index() + " appended after entry " + lastIndex());
        }
        entries.add(entry);
        size += entry.payload().size();
        if (entry.payload() instanceof Payload.VotersChanged changed) {
            voters = new KnownVoters(entry.epoch(), entry.index(), changed.voters());
        }
    }

    /** Forgets the entries from this index on. */
    void truncateFrom(long index) {
        List<Entry> cut = entries.subList((int) (index - baseIndex - 1), entries.size());
        size -= sizeOf(cut);
        cut.clear();
        voters = votersAt(lastIndex());
    }

    /** Forgets the entries up to this one, which a snapshot holds. */
    void compactTo(long index) {
        long epoch = epochAt(index);
        KnownVoters at = votersAt(index);
        List<Entry> gone = entries.subList(0, (int) (index - baseIndex));
        size -= sizeOf(gone);
        gone.clear();
        baseIndex = index;
        baseEpoch = epoch;
        baseVoters = at;
    }

    /** Forgets everything, and goes on after this snapshot. */
    void restart(Snapshot snapshot) {
        entries.clear();
        size = 0;
        baseIndex = snapshot.index();
        baseEpoch = snapshot.epoch();
        baseVoters = snapshot.voters();
        voters = baseVoters;
    }

    /** About how many bytes the entries up to this one take. */
    long sizeTo(long index) {
        return index == lastIndex() ? size : sizeOf(entries.subList(0, (int) (index - baseIndex)));
    }

    EntryLog copy() {
        return new EntryLog(new Snapshot(baseIndex, baseEpoch, baseVoters, List.of()), entries);
    }

    /** The entries, as a view. */
    List<Entry> all() {
        return Collections.unmodifiableList(entries);
    }

    private static long sizeOf(List<Entry> some) {
        return some.stream().mapToLong(entry -> entry.payload().size()).sum();
    }
}
