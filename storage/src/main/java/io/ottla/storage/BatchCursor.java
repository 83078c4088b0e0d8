package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Walks the batches of a segment's file from one header to the next, through one window. It stops at the end of the range, or at the first bytes that
 * cannot be a batch ({@link #isIntact} tells which). One thread.
 */
final class BatchCursor {
    /** Window for finding one offset: about the distance of two index entries. */
    static final int LOOKUP_WINDOW = 4 * 1024;
    /** Window for reading a file whole. */
    static final int SCAN_WINDOW = 256 * 1024;

    private final FileChannel channel;
    private final int end;
    private ByteBuffer window;
    private int windowPosition;
    private int position;
    private int next;
    private boolean intact = true;

    BatchCursor(FileChannel channel, int start, int end, int windowBytes) {
        this.channel = channel;
        this.end = end;
        this.next = start;
        this.position = start;
        this.windowPosition = start;
        this.window = ByteBuffer.allocate(Math.max(BatchHeader.BYTES, Math.min(windowBytes, end - start)))
                .limit(0);
    }

    /** Moves to the next batch. */
    boolean next() throws IOException {
        position = next;
        if (position >= end) {
            return false;
        }
        intact = isBatchHere();
        if (intact) {
            next = position + sizeInBytes();
        }
        return intact;
    }

    /** Whether nothing but whole batches has been met so far. */
    boolean isIntact() {
        return intact;
    }

    /** Where the current batch starts, or where the walk stopped. */
    int position() {
        return position;
    }

    int sizeInBytes() throws IOException {
        return BatchHeader.sizeInBytes(window, header());
    }

    long baseOffset() throws IOException {
        return BatchHeader.baseOffset(window, header());
    }

    long lastOffset() throws IOException {
        return BatchHeader.lastOffset(window, header());
    }

    long maxTimestamp() throws IOException {
        return BatchHeader.maxTimestamp(window, header());
    }

    int leaderEpoch() throws IOException {
        return BatchHeader.leaderEpoch(window, header());
    }

    long producerId() throws IOException {
        return BatchHeader.producerId(window, header());
    }

    boolean isControl() throws IOException {
        return BatchHeader.isControl(window, header());
    }

    /** The current header in a buffer of its own (shared content, valid until the next call). */
    ByteBuffer headerBytes() throws IOException {
        return window.slice(header(), BatchHeader.BYTES);
    }

    /** The whole current batch (shared content, valid until the next call). */
    ByteBuffer batchBytes() throws IOException {
        int size = sizeInBytes();
        return window.slice(load(size), size);
    }

    boolean crcMatches() throws IOException {
        int size = sizeInBytes();
        long stored = BatchHeader.storedCrc(window, header());
        if (size <= SCAN_WINDOW) {
            return BatchHeader.computeCrc(window, load(size), size) == stored;
        }
        // A damaged length may claim gigabytes: those are read piece by piece.
        CRC32C crc = new CRC32C();
        for (int at = position + BatchHeader.CRC_START; at < position + size; ) {
            int length = Math.min(SCAN_WINDOW, position + size - at);
            int index = load(at, length);
            crc.update(window.slice(index, length));
            at += length;
        }
        return crc.getValue() == stored;
    }

    /** The base offset of the batch behind the current one; empty at the end of the range. */
    OptionalLong peekNextBaseOffset() throws IOException {
        return end - next < BatchHeader.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(BatchHeader.baseOffset(window, load(next, BatchHeader.BYTES)));
    }

    private boolean isBatchHere() throws IOException {
        if (end - position < BatchHeader.BYTES) {
            return false;
        }
        int at = header();
        int size = BatchHeader.sizeInBytes(window, at);
        return BatchHeader.magic(window, at) == BatchHeader.MAGIC
                && size >= BatchHeader.BYTES
                && size <= end - position
                && BatchHeader.baseOffset(window, at) >= 0
                && BatchHeader.lastOffsetDelta(window, at) >= 0;
    }

    private int header() throws IOException {
        return load(BatchHeader.BYTES);
    }

    private int load(int bytes) throws IOException {
        return load(position, bytes);
    }

    /** The index in the window of the byte at this file position, with so many bytes following. */
    private int load(int from, int bytes) throws IOException {
        if (from < windowPosition || from + bytes > windowPosition + window.limit()) {
            if (bytes > window.capacity()) {
                window = ByteBuffer.allocate(bytes);
            }
            window.clear().limit(Math.min(window.capacity(), Math.max(bytes, end - from)));
            Io.readUpTo(channel, window, from);
            window.flip();
            windowPosition = from;
            if (window.limit() < bytes) {
                throw new EOFException("the file ends at " + (from + window.limit()) + ", expected it to reach "
                        + (from + bytes) + " of " + end);
            }
        }
        return from - windowPosition;
    }
}
