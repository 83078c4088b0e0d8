package io.ottla.storage.producer;

import java.util.OptionalInt;

/** The last five batches of one producer epoch: enough to recognise every batch that a producer with five requests in flight may send again. */
final class RecentBatches {
    static final int CAPACITY = 5;

    private final int[] lastSequences = new int[CAPACITY];
    private final long[] lastOffsets = new long[CAPACITY];
    private final int[] offsetDeltas = new int[CAPACITY];
    private final long[] timestamps = new long[CAPACITY];
    private int oldest;
    private int count;

    void clear() {
        oldest = 0;
        count = 0;
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
        return (lastSequences[slot] - offsetDeltas[slot]) & Integer.MAX_VALUE;
    }
}
