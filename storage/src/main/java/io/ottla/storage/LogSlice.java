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
    private final @Nullable OpenFile file;
    private final long position;
    private final int length;
    private final long segmentBaseOffset;
    private final @Nullable LogView view;
    private final AtomicBoolean released = new AtomicBoolean();

    LogSlice(@Nullable OpenFile file, long position, int length, long segmentBaseOffset, @Nullable LogView view) {
        this.view = view;
        this.file = file;
        this.position = position;
        this.length = length;
        this.segmentBaseOffset = segmentBaseOffset;
    }

    static LogSlice empty(long segmentBaseOffset, long position) {
        return new LogSlice(null, position, 0, segmentBaseOffset, null);
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
        return segmentBaseOffset;
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
                    "segment " + segmentBaseOffset + ": reading " + length + " bytes at position " + position
                            + " failed",
                    failure);
        } finally {
            target.limit(limit);
        }
    }

    /** Gives the file back; to be called exactly once, when the last byte has been sent. */
    public void release() {
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException("slice of segment " + segmentBaseOffset + " released twice");
        }
        if (file != null) {
            file.release();
        }
    }
}
