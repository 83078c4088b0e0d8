package io.ottla.storage;

import io.ottla.storage.AppendResult.Appended;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Appends what a leader sent to a follower's log, chunk by chunk. Used by the log's single writer. */
final class FollowerAppend {
    private final LogState log;
    private final LogWriter writer;

    FollowerAppend(LogState log, LogWriter writer) {
        this.log = log;
        this.writer = writer;
    }

    /** Whether these batches begin below an empty log's end: the leader's log starts within its first batch, which only comes as a whole. */
    boolean startsWithinFirstBatch(ByteBuffer batches) {
        int at = batches.position();
        return log.startOffset == log.endOffset
                && batches.hasRemaining()
                && BatchHeader.baseOffset(batches, at) < log.endOffset
                && BatchHeader.lastOffset(batches, at) >= log.endOffset;
    }

    /** Appends whole batches; what was written before the disk became full stays. */
    AppendResult append(ByteBuffer batches, long nowMs) {
        Optional<Rejected> rejected = FollowerBatches.check(batches, log.endOffset);
        if (rejected.isPresent()) {
            return rejected.get();
        }
        int start = batches.position();
        long firstOffset = batches.hasRemaining() ? BatchHeader.baseOffset(batches, start) : log.endOffset;
        int records = 0;
        int bytes = 0;
        boolean full = false;
        while (batches.hasRemaining() && !full) {
            AppendChunk chunk = AppendChunk.takeFrom(batches);
            full = !writer.write(chunk, nowMs);
            records += full ? 0 : chunk.records();
            bytes += full ? 0 : chunk.bytes().remaining();
        }
        log.publish();
        return full && bytes == 0
                ? PartitionLog.noSpace(log.directory)
                : new Appended(
                        firstOffset, log.endOffset - 1, BatchHeader.NONE, log.startOffset, false, bytes, records);
    }
}
