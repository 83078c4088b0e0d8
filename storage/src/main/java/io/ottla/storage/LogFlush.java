package io.ottla.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of a log is on disk for sure and what still has to be forced. Owned by the log's single writer; {@link #flushedOffset} is for any thread. */
final class LogFlush {
    private final LogContext context;
    private final Path directory;
    private final Path epochFile;
    private volatile long flushedOffset;
    private boolean identityUnforced;
    private boolean namesUnforced;
    private boolean epochsUnforced;
    private boolean written;
    private long lastFlushMs;

    LogFlush(LogContext context, Path directory, Path epochFile, long flushedOffset, long nowMs) {
        this.context = context;
        this.directory = directory;
        this.epochFile = epochFile;
        this.flushedOffset = flushedOffset;
        this.lastFlushMs = nowMs;
        // A log that was never flushed may be lost by name; with its first flush it must not be.
        this.identityUnforced = flushedOffset == 0;
    }

    long flushedOffset() {
        return flushedOffset;
    }

    /** Whether anything was written since the log was opened, or by the recovery that opened it. */
    boolean isWritten() {
        return written;
    }

    void appended() {
        written = true;
    }

    /** Files were created, renamed or deleted. */
    void namesChanged() {
        namesUnforced = true;
        written = true;
    }

    void epochsChanged() {
        epochsUnforced = true;
    }

    void truncated(long endOffset) {
        flushedOffset = Math.min(flushedOffset, endOffset);
        written = true;
    }

    boolean isDue(SegmentList segments, long endOffset, LogConfig config, long nowMs) {
        long unflushed = endOffset - flushedOffset;
        return unflushed > 0
                && (unflushed >= config.flushMessages()
                        || nowMs - lastFlushMs >= config.flushMs()
                        || segments.active().baseOffset() > flushedOffset);
    }

    FlushTicket prepare(SegmentList segments, long endOffset, long truncations, long nowMs) {
        lastFlushMs = nowMs;
        return prepare(segments, endOffset, truncations, segments.size() - 1);
    }

    /** As {@link #prepare}, with the indexes of the active segment: after a clean shutdown they are believed. */
    FlushTicket prepareClosing(SegmentList segments, long endOffset, long truncations) {
        return prepare(segments, endOffset, truncations, segments.size());
    }

    /** Notes that everything below the offset has been forced. */
    void flushed(long offset) {
        flushedOffset = Math.max(flushedOffset, offset);
    }

    private FlushTicket prepare(SegmentList segments, long endOffset, long truncations, int indexesUpTo) {
        List<OpenFile> logs = new ArrayList<>();
        List<Path> smallFiles = new ArrayList<>();
        for (int index = segments.floorIndex(flushedOffset); index < segments.size(); index++) {
            Segment segment = segments.get(index);
            logs.add(segment.log().acquire());
            if (index < indexesUpTo) {
                // Recovery makes the indexes anew from the recovery point's segment on, but not those before it.
                smallFiles.add(segment.offsets().path());
                smallFiles.add(segment.times().path());
                smallFiles.add(segment.aborted().path());
            }
        }
        if (epochsUnforced) {
            smallFiles.add(epochFile);
        }
        if (identityUnforced) {
            smallFiles.add(directory.resolve(PartitionMetadataFile.NAME));
        }
        FlushTicket ticket = new FlushTicket(
                context.disk(),
                context.root(),
                directory,
                endOffset,
                truncations,
                logs,
                smallFiles,
                namesUnforced || epochsUnforced || identityUnforced,
                identityUnforced);
        epochsUnforced = false;
        identityUnforced = false;
        namesUnforced = false;
        return ticket;
    }
}
