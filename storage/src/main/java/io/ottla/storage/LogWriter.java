package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Writes checked batches at the end of a log, all or nothing, and starts new segments. Used by the log's single writer. */
final class LogWriter {
    private final LogState log;

    LogWriter(LogState log) {
        this.log = log;
    }

    /** Writes a chunk and takes it in. Returns false, and has undone everything, when the disk is full. */
    boolean write(AppendChunk chunk, long nowMs) {
        Optional<AbortedTransaction> aborted = chunk.marker().flatMap(log.producers::abortedBy);
        int abortedBefore = log.segments.active().aborted().count();
        ByteBuffer bytes = chunk.bytes();
        try {
            if (mustRollBefore(chunk, nowMs)) {
                roll(nowMs);
                abortedBefore = 0;
            }
            Segment active = log.segments.active();
            active.flushFullIndexGroups();
            log.writeEpochs(chunk.addEpochsTo(log.epochs()));
            if (aborted.isPresent()) {
                active.aborted().append(aborted.get());
            }
            active.write(bytes);
        } catch (IOException failure) {
            undo(failure, abortedBefore);
            return false;
        }
        chunk.applyTo(log.producers);
        log.flush.appended();
        log.segments.active().written(bytes, log.config.indexIntervalBytes());
        log.endOffset = chunk.lastOffset() + 1;
        return true;
    }

    /** Seals the active segment and starts another at the log's end. On failure the active segment is still the active one. */
    void roll(long nowMs) throws IOException {
        log.segments.active().flushIndexes();
        log.replay.writeSnapshot(log.producers, log.endOffset);
        log.segments.add(Segment.create(log.context.handles(), log.directory, log.endOffset, nowMs));
        log.flush.namesChanged();
    }

    private boolean mustRollBefore(AppendChunk chunk, long nowMs) throws IOException {
        return log.segments
                .active()
                .mustRollBefore(chunk.bytes().remaining(), chunk.lastOffset(), chunk.maxTimestamp(), log.config, nowMs);
    }

    /** The epoch of a batch that was not written may stay: it starts where the next batch of that epoch will. */
    private void undo(IOException failure, int abortedBefore) {
        log.failUnlessOutOfSpace("appending at offset " + log.endOffset, failure);
        Segment active = log.segments.active();
        try {
            active.cutTo(active.size());
            active.aborted().truncateTo(abortedBefore);
        } catch (IOException undoFailure) {
            undoFailure.addSuppressed(failure);
            throw log.failed("undoing an append at offset " + log.endOffset + " on a full disk", undoFailure);
        }
    }
}
