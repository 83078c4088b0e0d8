package io.ottla.actors.simulation.cluster;

import io.ottla.actors.partition.state.FollowerState;
import io.ottla.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A log as the rules of replication see one: records with epochs, and where each epoch starts. It begins at offset 0. */
final class SimulatedLog implements FollowerState.OwnLog {
    /** A record. */
    record Entry(int epoch, long value) {}

    private final List<Entry> entries = new ArrayList<>();
    private final TreeMap<Integer, Long> epochStarts = new TreeMap<>();
    private long flushed;

    @Override
    public long startOffset() {
        return 0;
    }

    @Override
    public long endOffset() {
        return entries.size();
    }

    @Override
    public int lastEpoch() {
        return entries.isEmpty() ? -1 : entries.get(entries.size() - 1).epoch();
    }

    /** As in {@code LeaderEpochs}: an epoch before the first ends where that one starts. */
    @Override
    public EpochEndOffset endOf(int epoch) {
        if (epoch < 0 || epochStarts.isEmpty() || epoch > epochStarts.lastKey()) {
            return EpochEndOffset.UNKNOWN;
        }
        Integer found = epochStarts.floorKey(epoch);
        Map.Entry<Integer, Long> next = epochStarts.higherEntry(epoch);
        return new EpochEndOffset(found == null ? epoch : found, next == null ? endOffset() : next.getValue());
    }

    Entry at(long offset) {
        return entries.get((int) offset);
    }

    List<Entry> from(long offset, int most) {
        int first = (int) Math.min(offset, entries.size());
        return List.copyOf(entries.subList(first, Math.min(entries.size(), first + most)));
    }

    /** A new leader's epoch starts where its log ends; as in {@code LeaderEpochs}, what contradicts it goes. */
    void startEpoch(int epoch) {
        epochStarts.tailMap(epoch, false).clear();
        epochStarts.values().removeIf(start -> start >= endOffset());
        epochStarts.putIfAbsent(epoch, endOffset());
    }

    void append(Entry entry) {
        startEpoch(entry.epoch());
        entries.add(entry);
    }

    void truncateTo(long offset) {
        if (offset < entries.size()) {
            entries.subList((int) offset, entries.size()).clear();
        }
        epochStarts.values().removeIf(start -> start >= offset);
        flushed = Math.min(flushed, offset);
    }

    void flush() {
        flushed = endOffset();
    }

    /** The power fails: what was not forced may be lost, from some record on. */
    void losePower(long kept) {
        truncateTo(Math.max(flushed, Math.min(kept, endOffset())));
    }
}
