package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A range of one segment's file, held open until released: made for {@code sendfile}. It starts at a batch's first byte (of the batch that holds the
 * offset asked for) and may end within a batch. Any thread.
 */
public final class LogSlice {
    private static final int READ_AHEAD_BYTES = 128 * 1024;

    private final @Nullable OpenFile file;
    private final long position;
    private final int length;
    private final SegmentView segment;
    private final @Nullable LogView view;
    private final AtomicBoolean released = new AtomicBoolean();

    LogSlice(@Nullable OpenFile file, long position, int length, SegmentView segment, @Nullable LogView view) {
        this.view = view;
        this.file = file;
        this.position = position;
        this.length = length;
        this.segment = segment;
    }

    static LogSlice empty(SegmentView segment, long position) {
        return new LogSlice(null, position, 0, segment, null);
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The segment's file; only of a slice that is not empty. */
    public FileChannel channel() {
        if (file == null) {
            throw new IllegalStateException("an empty slice has no file");
        }
        return file.channel();
    }

    /**
     * Whether the log has been cut since this was read: what stands in the range now may be something else (safety rule R4). To be asked
     * after each part of it is read.
     */
    public boolean isOutdated() {
        return view != null && view.isOutdated();
    }

    /** Whether a reader may have to wait for the disk: {@link #readAhead} first, on a thread that may. A guess, of what this process read and wrote. */
    public boolean isCold() {
        return length > 0 && !segment.segment().warmth().covers(position, position + length, segment.size());
    }

    /**
     * Has the range read into the page cache; waits for the disk. The caller must hold the slice meanwhile.
     *
     * @throws StorageException if the disk fails
     */
    public void readAhead() {
        if (file == null) {
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(READ_AHEAD_BYTES);
        long end = position + length;
        try {
            for (long at = position; at < end; at += READ_AHEAD_BYTES) {
                piece.clear().limit((int) Math.min(READ_AHEAD_BYTES, end - at));
                Io.readUpTo(file.channel(), piece, at);
            }
        } catch (IOException failure) {
            throw new StorageException(
                    "segment " + segmentBaseOffset() + ": reading ahead at position " + position + " failed", failure);
        }
        segment.segment().warmth().read(position, end);
    }

    /** Where the range starts in the file, in bytes. */
    public long position() {
        return position;
    }

    /** Bytes in the range. */
    public int length() {
        return length;
    }

    /** First offset of the segment that the range lies in. */
    public long segmentBaseOffset() {
        return segment.baseOffset();
    }

    /** Copies as much as fits, from the range's start. Returns the bytes copied: fewer than both sizes only where the log was cut meanwhile. */
    public int copyTo(ByteBuffer target) {
        if (file == null) {
            return 0;
        }
        int limit = target.limit();
        target.limit(Math.min(limit, target.position() + length));
        try {
            return Io.readUpTo(file.channel(), target, position);
        } catch (IOException failure) {
            throw new StorageException(
                    "segment " + segmentBaseOffset() + ": reading " + length + " bytes at position " + position
                            + " failed",
                    failure);
        } finally {
            target.limit(limit);
        }
    }

    /** Gives the file back; to be called exactly once, when the last byte has been sent. */
    public void release() {
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException("slice of segment " + segmentBaseOffset() + " released twice");
        }
        if (file != null) {
            file.release();
        }
    }
}
