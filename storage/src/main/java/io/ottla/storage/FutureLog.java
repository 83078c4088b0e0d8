package io.ottla.storage;

import io.ottla.storage.AppendResult.Appended;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * A copy of a partition's log that is being made in another log directory, to take the place of the first when it has everything.
 *
 * <pre>
 *   log directory A          log directory B
 *   orders-0          copy   orders-0.1f3a-future      until the copy has everything, then, by the log's owner:
 *   orders-0                 orders-0 (moved-from: A)  renamed: from now on the log of the partition
 *   orders-0.77-delete       orders-0
 * </pre>
 *
 * <p>Used by one thread at a time; {@link #view} is for any.
 */
public final class FutureLog {
    private final PartitionLog log;

    FutureLog(PartitionLog log) {
        this.log = log;
    }

    /** The folder. */
    public Path folder() {
        return log.directory();
    }

    /** What has been copied. */
    public LogView view() {
        return log.view();
    }

    /** Whether the copy has everything that this view has. */
    public boolean hasAllOf(LogView source) {
        return log.view().logEndOffset() == source.logEndOffset();
    }

    /**
     * Reads what comes next. Empty when there is nothing, or when the view is too old to read it; the log's newest view tells which.
     *
     * @throws StorageException if the log that is copied cannot be read
     */
    public Optional<ByteBuffer> read(LogView source, int maxBytes) {
        long from = Math.max(log.view().logEndOffset(), source.logStartOffset());
        if (!(source.read(from, maxBytes, source.logEndOffset(), true) instanceof ReadResult.Read read)) {
            return Optional.empty();
        }
        LogSlice slice = read.slice();
        try {
            ByteBuffer bytes = ByteBuffer.allocate(slice.length());
            int copied = slice.copyTo(bytes);
            return copied < slice.length() || slice.isOutdated() || copied == 0
                    ? Optional.empty()
                    : Optional.of(bytes.flip());
        } finally {
            slice.release();
        }
    }

    /**
     * Takes note that the log that is copied has been cut: what the copy has from this offset on counts no more.
     *
     * @throws StorageException if the copy's disk fails
     */
    public void cutTo(long offset) {
        if (offset < log.view().logEndOffset()) {
            log.truncateTo(offset);
        }
    }

    /**
     * Makes the copy begin no earlier than its source does.
     *
     * @throws StorageException if the copy's disk fails
     */
    public void follow(LogView source) {
        if (log.view().logEndOffset() < source.logStartOffset()) {
            log.truncateFullyAndStartAt(source.logStartOffset());
        }
    }

    /**
     * Appends what was read. Returns how many bytes: fewer than there were where the disk is full, or where the source was cut meanwhile.
     *
     * @throws StorageException if the copy's disk fails
     */
    public int append(ByteBuffer batches, long nowMs) {
        AppendResult result = log.appendAsFollower(MemoryRecords.readableRecords(batches), Integer.MAX_VALUE, nowMs);
        return result instanceof Appended appended ? appended.bytes() : 0;
    }

    /** Forces everything copied so far to disk. */
    public void flush(long nowMs) {
        FlushTicket ticket = log.prepareFlush(nowMs);
        ticket.force();
        log.flushed(ticket);
    }

    /** The log of the copy, for its directory. */
    PartitionLog log() {
        return log;
    }
}
