package io.ottla.protocol.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for responses, outside of the heap so that records go to the disk without another copy. One buffer is kept for the next
 * response: most of the time every follower is done when that comes. Of the stream's thread.
 */
final class FrameBuffers {
    private static final int SMALLEST_BYTES = 64 * 1024;

    private @Nullable ByteBuffer spare;

    /** A frame of exactly so many bytes, its buffer empty. */
    Frame take(int bytes) {
        ByteBuffer buffer = spare;
        spare = null;
        if (buffer == null || buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(capacityFor(bytes));
        }
        buffer.clear().limit(bytes);
        return new Frame(this, buffer);
    }

    private static int capacityFor(int bytes) {
        int capacity = SMALLEST_BYTES;
        while (capacity < bytes && capacity < Integer.MAX_VALUE / 2) {
            capacity *= 2;
        }
        return Math.max(capacity, bytes);
    }

    /** Keeps the larger of two. */
    void giveBack(ByteBuffer buffer) {
        ByteBuffer kept = spare;
        if (kept == null || kept.capacity() < buffer.capacity()) {
            spare = buffer;
        }
    }
}
