package io.ottla.protocol.net;

import io.netty.buffer.ByteBuf;
import io.ottla.protocol.api.RequestBuffer;
import java.nio.ByteBuffer;

/** One whole request as it came in, without its length; released exactly once by each of its holders, on any thread. */
final class RequestFrame implements RequestBuffer {
    private final ByteBuf bytes;
    private final int length;
    private final RequestMemory memory;
    private final long heldBytes;

    /**
     * A frame with one holder.
     *
     * @param heldBytes what it counts in {@code memory}; given back with the last release
     */
    RequestFrame(ByteBuf bytes, RequestMemory memory, long heldBytes) {
        this.bytes = bytes;
        this.length = bytes.readableBytes();
        this.memory = memory;
        this.heldBytes = heldBytes;
    }

    /** The frame's bytes, not copied; valid until the last release. */
    ByteBuffer bytes() {
        return bytes.nioBuffer();
    }

    int length() {
        return length;
    }

    @Override
    public void retain() {
        bytes.retain();
    }

    @Override
    public void release() {
        if (bytes.release()) {
            memory.release(heldBytes);
        }
    }
}
