package io.ottla.protocol.link;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts responses together from what arrives: four bytes of length, then so many bytes. Each byte is copied once. */
final class FrameAssembler {
    private final FrameBuffers buffers;
    private final int maxFrameBytes;
    private final Consumer<Frame> complete;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private @Nullable Frame frame;

    /**
     * An assembler at the beginning of a stream.
     *
     * @param maxFrameBytes a longer response is refused: whoever answers so does not speak the protocol
     * @param complete takes each response; its buffer is ready to be read
     */
    FrameAssembler(FrameBuffers buffers, int maxFrameBytes, Consumer<Frame> complete) {
        this.buffers = buffers;
        this.maxFrameBytes = maxFrameBytes;
        this.complete = complete;
    }

    /**
     * Takes in what has arrived.
     *
     * @throws IllegalStateException for a length that no response has
     */
    void feed(ByteString arrived) {
        for (ByteBuffer chunk : arrived.getByteBuffers()) {
            feed(chunk);
        }
    }

    private void feed(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            Frame current = frame;
            if (current == null) {
                move(chunk, length);
                if (!length.hasRemaining()) {
                    begin(length.flip().getInt());
                }
            } else {
                move(chunk, current.buffer());
                if (!current.buffer().hasRemaining()) {
                    frame = null;
                    current.buffer().flip();
                    complete.accept(current);
                }
            }
        }
    }

    private void begin(int bytes) {
        length.clear();
        if (bytes <= 0 || bytes > maxFrameBytes) {
            throw new IllegalStateException(
                    "a response of " + bytes + " bytes, expected 1 to " + maxFrameBytes + ": no Kafka protocol");
        }
        frame = buffers.take(bytes);
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int bytes = Math.min(from.remaining(), to.remaining());
        int limit = from.limit();
        to.put(from.limit(from.position() + bytes));
        from.limit(limit);
    }
}
