package io.ottla.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of a log is on disk for sure and what still has to be forced. Owned by the log's single writer; {@link #flushedOffset} is for any thread. */
final class LogFlush {
    private final LogContext context;
    private final Path directory;
    private volatile long flushedOffset;
    private boolean directoryChanged;
    private boolean epochsChanged;
    private boolean created;
    private long lastFlushMs;

    LogFlush(LogContext context, Path directory, long flushedOffset) {
        this.context = context;
        this.directory = directory;
        this.flushedOffset = flushedOffset;
    }

    long flushedOffset() {
        return flushedOffset;
    }

    /** The folder is new: its identity and its very name have to be forced with the first flush. */
    void created() {
        created = true;
        directoryChanged = true;
    }

    void directoryChanged() {
        directoryChanged = true;
    }

    void epochsChanged() {
        epochsChanged = true;
        directoryChanged = true;
    }

    void truncated(long endOffset) {
        flushedOffset = Math.min(flushedOffset, endOffset);
    }

    boolean isDue(SegmentList segments, long endOffset, LogConfig config, long nowMs) {
        long unflushed = endOffset - flushedOffset;
        return unflushed > 0
                && (unflushed >= config.flushMessages()
                        || nowMs - lastFlushMs >= config.flushMs()
                        || segments.active().baseOffset() > flushedOffset);
    }

    FlushTicket prepare(SegmentList segments, Path epochFile, long endOffset, long truncations, long nowMs) {
        List<OpenFile> logs = new ArrayList<>();
        List<Path> smallFiles = new ArrayList<>();
        for (int index = segments.floorIndex(flushedOffset); index < segments.size(); index++) {
            Segment segment = segments.get(index);
            logs.add(segment.log().acquire());
            if (index < segments.size() - 1) {
                // The active segment's indexes are made anew by recovery, those of a sealed one below the recovery
                // point are not.
                smallFiles.add(segment.offsets().path());
                smallFiles.add(segment.times().path());
                smallFiles.add(segment.aborted().path());
            }
        }
        if (epochsChanged) {
            smallFiles.add(epochFile);
        }
        if (created) {
            smallFiles.add(directory.resolve(PartitionMetadataFile.NAME));
        }
        FlushTicket ticket = new FlushTicket(
                context.disk(), context.root(), directory, endOffset, truncations, logs, smallFiles, directoryChanged);
        directoryChanged = false;
        epochsChanged = false;
        created = false;
        lastFlushMs = nowMs;
        return ticket;
    }

    boolean flushed(long offset) {
        flushedOffset = Math.max(flushedOffset, offset);
        return true;
    }
}
