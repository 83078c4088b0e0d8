package io.ottla.protocol.link;

import java.nio.ByteBuffer;

/** The memory of one response, and how many followers still have records in it. Of the stream's thread. */
final class Frame {
    private final FrameBuffers origin;
    private final ByteBuffer buffer;
    private int users;

    Frame(FrameBuffers origin, ByteBuffer buffer) {
        this.origin = origin;
        this.buffer = buffer;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** One more reads in it. */
    void retain() {
        users++;
    }

    /** One less reads in it. */
    void release() {
        users--;
        reuseIfFree();
    }

    /** Makes it available for the next response, unless somebody reads in it. */
    void reuseIfFree() {
        if (users == 0) {
            origin.giveBack(buffer);
        }
    }
}
