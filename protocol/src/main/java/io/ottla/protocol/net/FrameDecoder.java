package io.ottla.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into requests.
 *
 * <pre>
 *   | length (int32) | length bytes: header and body | length | ...
 * </pre>
 *
 * <p>Every frame is copied once, into a buffer of its own. The buffer of a frame that is not all there yet has at most four
 * times the size of what has come, so a huge length costs nothing by being claimed. Lives on the connection's event loop.
 */
final class FrameDecoder {
    /** The smallest request: api key, version, correlation id and the length of an absent client id. */
    static final int MIN_FRAME_BYTES = 8;

    /** What a request costs besides its bytes: its objects on the heap. */
    static final int FRAME_OVERHEAD_BYTES = 512;

    private static final int MIN_CAPACITY_BYTES = 4096;
    private static final int GROWTH = 4;

    private final ByteBufAllocator allocator;
    private final RequestMemory memory;
    private final int maxFrameBytes;

    private int lengthBytesRead;
    private int length;
    private @Nullable ByteBuf partial;
    private long heldBytes;

    FrameDecoder(ByteBufAllocator allocator, RequestMemory memory, int maxFrameBytes) {
        this.allocator = allocator;
        this.memory = memory;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The next whole request, or null when {@code in} holds no more of them; what is left of {@code in} is then kept.
     *
     * @throws BadFrameException when the length cannot be that of a request; nothing more may be decoded
     */
    @Nullable
    RequestFrame next(ByteBuf in) throws BadFrameException {
        if (lengthBytesRead < Integer.BYTES && !readLength(in)) {
            return null;
        }
        int take = Math.min(in.readableBytes(), length - received());
        if (take > 0) {
            roomFor(take).writeBytes(in, take);
        }
        return received() == length ? finish() : null;
    }

    /** Whether a request has begun and is not all there yet. */
    boolean insideFrame() {
        return lengthBytesRead > 0;
    }

    /** Gives up a request that has begun. */
    void close() {
        ByteBuf begun = partial;
        if (begun != null) {
            partial = null;
            begun.release();
        }
        memory.release(heldBytes);
        heldBytes = 0;
    }

    private boolean readLength(ByteBuf in) throws BadFrameException {
        if (lengthBytesRead == 0 && in.readableBytes() >= Integer.BYTES) {
            length = in.readInt();
            lengthBytesRead = Integer.BYTES;
        }
        while (lengthBytesRead < Integer.BYTES && in.isReadable()) {
            length = (length << Byte.SIZE) | in.readUnsignedByte();
            lengthBytesRead++;
        }
        if (lengthBytesRead < Integer.BYTES) {
            return false;
        }
        if (length < MIN_FRAME_BYTES || length > maxFrameBytes) {
            throw new BadFrameException("a request of " + length + " bytes; allowed are " + MIN_FRAME_BYTES + " to "
                    + maxFrameBytes + " (socket.request.max.bytes)");
        }
        return true;
    }

    private int received() {
        return partial == null ? 0 : partial.writerIndex();
    }

    private ByteBuf roomFor(int more) {
        int needed = received() + more;
        ByteBuf current = partial;
        if (current != null && current.capacity() >= needed) {
            return current;
        }
        int capacity = capacityFor(needed);
        if (current == null) {
            current = allocator.directBuffer(capacity, length);
            partial = current;
            hold(capacity + FRAME_OVERHEAD_BYTES);
        } else {
            hold(capacity - current.capacity());
            current.capacity(capacity);
        }
        return current;
    }

    private int capacityFor(int needed) {
        if (needed == length) {
            return length;
        }
        return (int) Math.min(length, Math.max(MIN_CAPACITY_BYTES, (long) needed * GROWTH));
    }

    private void hold(long bytes) {
        memory.hold(bytes);
        heldBytes += bytes;
    }

    private RequestFrame finish() {
        ByteBuf whole = partial;
        if (whole == null) {
            throw new IllegalStateException("a frame of " + length + " bytes ended without any");
        }
        RequestFrame frame = new RequestFrame(whole, memory, heldBytes);
        partial = null;
        heldBytes = 0;
        lengthBytesRead = 0;
        length = 0;
        return frame;
    }
}
