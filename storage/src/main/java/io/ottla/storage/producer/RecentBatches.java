package io.ottla.storage.producer;

import java.util.OptionalInt;

/**
 * The last five batches of one producer epoch, with what they were stored as, and how far the unbroken row of sequence numbers goes back that they
 * end: a producer that had five requests in flight to a leader which fell silent, and wrote on to the next one, may send again what is older than five.
 */
final class RecentBatches {
    static final int CAPACITY = 5;

    /** Sequence numbers wrap at 2^31: further back, an old one cannot be told from one that is yet to come. */
    private static final long LONGEST_ROW = 1L << 30;

    private final int[] lastSequences = new int[CAPACITY];
    private final long[] lastOffsets = new long[CAPACITY];
    private final int[] offsetDeltas = new int[CAPACITY];
    private final long[] timestamps = new long[CAPACITY];
    private int oldest;
    private int count;

    /** How many sequence numbers were stored without a gap, up to that of the newest record. */
    private long row;

    void clear() {
        oldest = 0;
        count = 0;
        row = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    /** The slot of a batch by its age: 0 is the oldest. */
    int slot(int age) {
        return (oldest + age) % CAPACITY;
    }

    void add(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
        boolean goesOn = count > 0 && behind(firstSequence(lastSequence, offsetDelta), lastSequences[newest()]) == 1;
        row = Math.min(LONGEST_ROW, (goesOn ? row : 0) + offsetDelta + 1);
        int slot = (oldest + count) % CAPACITY;
        if (count == CAPACITY) {
            oldest = (oldest + 1) % CAPACITY;
        } else {
            count++;
        }
        lastSequences[slot] = lastSequence;
        lastOffsets[slot] = lastOffset;
        offsetDeltas[slot] = offsetDelta;
        timestamps[slot] = timestamp;
    }

    /** The slot of the batch with just these sequence numbers. */
    OptionalInt find(int firstSequence, int lastSequence) {
        for (int i = 0; i < count; i++) {
            int slot = slot(i);
            if (lastSequences[slot] == lastSequence && firstSequence(slot) == firstSequence) {
                return OptionalInt.of(slot);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Whether a batch with these sequence numbers was stored before those that are remembered. Within one epoch only the next number is ever taken, so
     * that everything in the row is in the log.
     */
    boolean storedEarlier(int firstSequence, int lastSequence) {
        if (count == 0 || lastSequences[newest()] < 0) {
            return false;
        }
        int newest = lastSequences[newest()];
        int backToOldest = behind(newest, firstSequence(slot(0)));
        return behind(newest, lastSequence) > backToOldest && behind(newest, firstSequence) < row;
    }

    /** The first offset that is remembered. */
    long startOffset() {
        int slot = slot(0);
        return lastOffsets[slot] - offsetDeltas[slot];
    }

    int newest() {
        if (count == 0) {
            throw new IllegalStateException("no batch is remembered");
        }
        return slot(count - 1);
    }

    int lastSequence(int slot) {
        return lastSequences[slot];
    }

    long lastOffset(int slot) {
        return lastOffsets[slot];
    }

    int offsetDelta(int slot) {
        return offsetDeltas[slot];
    }

    long timestamp(int slot) {
        return timestamps[slot];
    }

    private int firstSequence(int slot) {
        return firstSequence(lastSequences[slot], offsetDeltas[slot]);
    }

    private static int firstSequence(int lastSequence, int offsetDelta) {
        return behind(lastSequence, offsetDelta);
    }

    /** How far the second number is behind the first one. */
    private static int behind(int sequence, int earlier) {
        return (sequence - earlier) & Integer.MAX_VALUE;
    }
}
