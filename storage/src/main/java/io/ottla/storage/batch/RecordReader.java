package io.ottla.storage.batch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the bytes of records through one reused window, whether they lie in a buffer or come out of a decompressor, without an object per record.
 * One thread.
 *
 * <pre>
 *   source ---refill---> [ consumed | at ... limit | free ]  window
 * </pre>
 */
final class RecordReader {
    private static final int WINDOW_BYTES = 16 * 1024;

    private final byte[] window = new byte[WINDOW_BYTES];
    private int at;
    private int limit;
    private long refilled;
    private long maxBytes;
    private @Nullable ByteBuffer buffer;
    private @Nullable InputStream stream;

    /** Starts on the remaining bytes of a buffer. */
    void startOn(ByteBuffer bytes) {
        start(Long.MAX_VALUE);
        buffer = bytes;
        stream = null;
    }

    /** Starts on a decompressor's output, of which no more than so many bytes are accepted. */
    void startOn(InputStream decompressed, long maxDecompressedBytes) {
        start(maxDecompressedBytes);
        stream = decompressed;
        buffer = null;
    }

    private void start(long bound) {
        at = 0;
        limit = 0;
        refilled = 0;
        maxBytes = bound;
    }

    /** Bytes read or skipped since the start. */
    long consumed() {
        return refilled - (limit - at);
    }

    boolean atEnd() throws IOException {
        return at == limit && !refill();
    }

    byte readByte() throws IOException {
        if (at == limit && !refill()) {
            throw new EOFException("the batch ends within a record");
        }
        return window[at++];
    }

    /** A zig-zag encoded int. */
    int readVarint() throws IOException {
        long value = readVarlong();
        if (value != (int) value) {
            throw new MalformedRecordException("a number is larger than 32 bits: " + value);
        }
        return (int) value;
    }

    /** A zig-zag encoded long. */
    long readVarlong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = readByte();
            raw |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("a number takes more than 10 bytes");
    }

    void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > limit - at) {
            left -= limit - at;
            at = limit;
            left -= skipInBuffer(left);
            if (left > 0 && !refill()) {
                throw new EOFException("the batch ends within a record");
            }
        }
        at += left;
    }

    /** Passes bytes of a plain buffer by without copying them into the window. */
    private int skipInBuffer(int bytes) {
        if (buffer == null) {
            return 0;
        }
        int skipped = Math.min(bytes, buffer.remaining());
        buffer.position(buffer.position() + skipped);
        refilled += skipped;
        return skipped;
    }

    private boolean refill() throws IOException {
        at = 0;
        limit = 0;
        if (buffer != null) {
            limit = Math.min(WINDOW_BYTES, buffer.remaining());
            buffer.get(window, 0, limit);
        } else if (stream != null) {
            limit = Math.max(0, stream.read(window, 0, WINDOW_BYTES));
        }
        refilled += limit;
        if (refilled > maxBytes) {
            throw new DecompressedTooLargeException(maxBytes);
        }
        return limit > 0;
    }
}
