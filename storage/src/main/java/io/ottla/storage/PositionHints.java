package io.ottla.storage;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where recent appends to a segment ended: the offsets that followers, waiting consumers and the high watermark ask for next, found without the index.
 * Any thread; a lost hint costs an index lookup.
 */
final class PositionHints {
    static final int NONE = -1;

    private static final int SLOTS = 16;

    private final AtomicReferenceArray<Hint> hints = new AtomicReferenceArray<>(SLOTS);
    private int next;

    private record Hint(long offset, int position) {}

    /** Notes that the batch at this position is the first at or after the offset. Only the segment's writer calls this. */
    void add(long offset, int position) {
        hints.setRelease(next, new Hint(offset, position));
        next = (next + 1) % SLOTS;
    }

    int find(long offset) {
        for (int slot = 0; slot < SLOTS; slot++) {
            Hint hint = hints.getAcquire(slot);
            if (hint != null && hint.offset == offset) {
                return hint.position;
            }
        }
        return NONE;
    }
}
