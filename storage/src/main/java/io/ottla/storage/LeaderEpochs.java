package io.ottla.storage;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where each leader epoch starts in the log: offsets and epochs both rise strictly. Immutable. */
final class LeaderEpochs {
    static final LeaderEpochs EMPTY = new LeaderEpochs(new int[0], new long[0]);

    private final int[] epochs;
    private final long[] starts;

    private LeaderEpochs(int[] epochs, long[] starts) {
        this.epochs = epochs;
        this.starts = starts;
    }

    int size() {
        return epochs.length;
    }

    int epoch(int index) {
        return epochs[index];
    }

    long start(int index) {
        return starts[index];
    }

    OptionalInt latest() {
        return epochs.length == 0 ? OptionalInt.empty() : OptionalInt.of(epochs[epochs.length - 1]);
    }

    /**
     * With records of an epoch from this offset on. What contradicts that goes: higher epochs, and those that start there or later, as of a
     * leader that was superseded before it wrote anything. An epoch known already keeps its start.
     */
    LeaderEpochs assign(int epoch, long start) {
        if (epoch < 0) {
            return this;
        }
        int kept = epochs.length;
        while (kept > 0 && (epochs[kept - 1] > epoch || starts[kept - 1] >= start)) {
            kept--;
        }
        boolean known = kept > 0 && epochs[kept - 1] == epoch;
        if (known && kept == epochs.length) {
            return this;
        }
        int size = known ? kept : kept + 1;
        int[] newEpochs = Arrays.copyOf(epochs, size);
        long[] newStarts = Arrays.copyOf(starts, size);
        if (!known) {
            newEpochs[kept] = epoch;
            newStarts[kept] = start;
        }
        LeaderEpochs changed = new LeaderEpochs(newEpochs, newStarts);
        return changed.equals(this) ? this : changed;
    }

    /** Without the epochs that start at or after the log's end. */
    LeaderEpochs truncateFromEnd(long endOffset) {
        int kept = epochs.length;
        while (kept > 0 && starts[kept - 1] >= endOffset) {
            kept--;
        }
        return kept == epochs.length
                ? this
                : new LeaderEpochs(Arrays.copyOf(epochs, kept), Arrays.copyOf(starts, kept));
    }

    /** Without the epochs that end at or before the log's start; the first one left starts no earlier than the log. */
    LeaderEpochs truncateFromStart(long startOffset) {
        if (epochs.length == 0 || starts[0] >= startOffset) {
            return this;
        }
        int first = 0;
        while (first + 1 < epochs.length && starts[first + 1] <= startOffset) {
            first++;
        }
        int[] newEpochs = Arrays.copyOfRange(epochs, first, epochs.length);
        long[] newStarts = Arrays.copyOfRange(starts, first, starts.length);
        newStarts[0] = startOffset;
        return new LeaderEpochs(newEpochs, newStarts);
    }

    /** KIP-101 with the answer of KIP-279: the largest epoch at or below the one asked for, and where it ends. */
    EpochEndOffset endOffsetFor(int epoch, long logEndOffset) {
        int last = epochs.length - 1;
        if (epoch < 0 || last < 0 || epoch > epochs[last]) {
            return EpochEndOffset.UNKNOWN;
        }
        if (epoch == epochs[last]) {
            return new EpochEndOffset(epoch, logEndOffset);
        }
        int higher = 0;
        while (epochs[higher] <= epoch) {
            higher++;
        }
        return new EpochEndOffset(higher == 0 ? epoch : epochs[higher - 1], starts[higher]);
    }

    /** The epoch in which the record at this offset was written. */
    OptionalInt epochOf(long offset) {
        int found = epochs.length;
        while (found > 0 && starts[found - 1] > offset) {
            found--;
        }
        return found == 0 ? OptionalInt.empty() : OptionalInt.of(epochs[found - 1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaderEpochs that
                && Arrays.equals(epochs, that.epochs)
                && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(epochs) + Arrays.hashCode(starts);
    }

    @Override
    public String toString() {
        return IntStream.range(0, epochs.length)
                .mapToObj(i -> epochs[i] + "@" + starts[i])
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
