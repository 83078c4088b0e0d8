package io.ottla.storage;

import io.ottla.storage.AppendResult.Appended;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.batch.Validation;
import io.ottla.storage.compaction.Cleanable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * One partition's log: a list of segments, of which the last is appended to.
 *
 * <p>Everything that changes the log is called by one thread at a time, the partition's owner. {@link #view} and {@link #recoveryPoint} may be called
 * from any. Methods that touch the disk throw {@link StorageException} when it fails; the log is of no use then until it is opened again.
 */
public final class PartitionLog implements AutoCloseable {
    private final Uuid topicId;
    private final LogState log;
    private final LogWriter writer;
    private State state = State.OPEN;

    /** Whether the log may be used. */
    enum State {
        /** In use. */
        OPEN,
        /** Everything is forced to disk. */
        CLOSED,
        /** To be opened again through recovery. */
        ABANDONED
    }

    private PartitionLog(Uuid topicId, LogState log) {
        this.topicId = topicId;
        this.log = log;
        this.writer = new LogWriter(log);
    }

    static PartitionLog open(LogContext context, LogOpening opening, LogConfig config, long nowMs) {
        try {
            LogLoader loader = new LogLoader(context, opening.directory(), config, nowMs);
            LoadedLog loaded = loader.load(opening.recoveryPoint(), opening.startOffset(), opening.clean());
            loaded.producers().expire(nowMs, context.options().producerIdExpirationMs());
            LogState log = new LogState(context, opening, config, loaded, nowMs);
            if (!opening.clean()) {
                // What was written before the crash may never have been forced.
                log.flush.namesChanged();
                log.flush.epochsChanged();
            }
            if (!loader.isCheckpointed(loaded.epochs())) {
                log.epochsNotWritten();
            }
            log.writeEpochs(loaded.epochs());
            context.checkpoints().lowerCleaned(log.partition, log.endOffset);
            // Many logs are opened at once and most of them wait: each opens its files again when it is used.
            log.segments.evict();
            return new PartitionLog(opening.topicId(), log);
        } catch (IOException failure) {
            throw new StorageException(opening.directory() + ": the log cannot be opened", failure);
        }
    }

    /** The partition. */
    public TopicPartition partition() {
        return log.partition;
    }

    /** The topic it belongs to. */
    public Uuid topicId() {
        return topicId;
    }

    /** The folder of its files. */
    public Path directory() {
        return log.directory;
    }

    /** The settings in force. */
    public LogConfig config() {
        return log.config;
    }

    /** Puts new settings in force. */
    public void updateConfig(LogConfig newConfig) {
        log.config = newConfig;
    }

    /** The log as it is now; cheap, from any thread. */
    public LogView view() {
        return log.view();
    }

    /** Whether a producer has an open transaction here that it began in this epoch; for the log's writer. */
    public boolean inTransaction(long producerId, short epoch) {
        return log.producers.inTransaction(producerId, epoch);
    }

    /** The producers this partition knows. */
    public List<ProducerStateSummary> producers() {
        return log.producers.summaries();
    }

    /**
     * Appends as the partition's leader: checks the batches as Kafka does, assigns offsets, leader epoch and timestamps in the buffer itself, and writes
     * it in one go. A duplicate of an idempotent producer is answered with its first offsets while these are remembered, else as
     * {@link AppendResult.Repeated}. After {@link Rejection#NO_SPACE} the same records may be tried again; after any other refusal their buffer must not
     * be used any more.
     */
    public AppendResult appendAsLeader(MemoryRecords records, AppendContext append) {
        requireOpen();
        ByteBuffer buffer = records.buffer();
        Validation validation = log.context.validators().get().validate(buffer, append, log.config, log.endOffset);
        if (validation instanceof Validation.Invalid invalid) {
            return invalid.rejected();
        }
        ByteBuffer bytes = ((Validation.Valid) validation).bytes();
        AppendChunk chunk = AppendChunk.takeFrom(bytes.duplicate());
        if (chunk.bytes().remaining() < bytes.remaining()) {
            return new Rejected(Rejection.INVALID_RECORD, "a control batch has to be appended alone");
        }
        Optional<AppendResult> decided = ProducerGate.check(chunk, append.origin(), log);
        if (decided.isPresent()) {
            return decided.get();
        }
        if (!writer.write(chunk, append.nowMs())) {
            // The same buffer may be tried again, and then has to look like a client's.
            BatchHeader.assign(buffer, buffer.position(), 0, BatchHeader.NONE);
            return noSpace(log.directory);
        }
        log.publish();
        boolean logAppendTime = log.config.timestampType() == TimestampType.LOG_APPEND_TIME;
        return new Appended(
                chunk.baseOffset(),
                chunk.lastOffset(),
                logAppendTime ? append.nowMs() : BatchHeader.NONE,
                log.startOffset,
                false,
                bytes.remaining(),
                chunk.records());
    }

    /**
     * Appends what the leader of this epoch sent: offsets and epochs are assigned already, and the first offset is at or past the log's end. A last batch
     * that did not arrive whole is left out; the result tells what was written, which is less than was sent when the disk becomes full. Where the
     * leader's log starts within the first batch, an empty log moves its end back to that batch.
     */
    public AppendResult appendAsFollower(MemoryRecords records, int leaderEpoch, long nowMs) {
        requireOpen();
        ByteBuffer batches = records.buffer();
        batches.limit(FollowerBatches.usableEnd(batches, leaderEpoch));
        FollowerAppend append = new FollowerAppend(log, writer);
        if (append.startsWithinFirstBatch(batches)) {
            truncateFullyAndStartAt(BatchHeader.baseOffset(batches, batches.position()));
        }
        return append.append(batches, nowMs);
    }

    /** Makes a leader epoch start at the log's end; to be called by a new leader before its first append. */
    public void startLeaderEpoch(int epoch) {
        requireOpen();
        log.changeEpochs(log.epochs().assign(epoch, log.endOffset));
        try {
            log.writeEpochs(log.epochs());
        } catch (IOException failure) {
            // With a full disk the next append, which would need it, writes it or fails.
            log.failUnlessOutOfSpace("writing the leader epochs", failure);
        }
        log.publish();
    }

    /** Raises the high watermark, at most to the log's end; it never falls except by truncation. */
    public void updateHighWatermark(long offset) {
        long next = Math.min(offset, log.endOffset);
        if (next > log.highWatermark) {
            log.highWatermark = next;
            log.publish();
        }
    }

    /**
     * Cuts the log so that nothing from this offset on is left; a batch that holds the offset goes as a whole. Readers see the shorter view before the
     * file is cut, and flushes under way count no more.
     */
    public void truncateTo(long offset) {
        requireOpen();
        if (offset >= log.endOffset) {
            return;
        }
        if (offset <= log.segments.firstOffset()) {
            truncateFullyAndStartAt(offset);
            return;
        }
        try {
            new LogTruncation(log).cutTo(offset);
        } catch (IOException failure) {
            throw log.failed("truncating to offset " + offset, failure);
        }
    }

    /** Deletes every record and goes on at this offset, as a follower whose leader's log starts behind its own end. */
    public void truncateFullyAndStartAt(long offset) {
        requireOpen();
        try {
            new LogTruncation(log).restartAt(offset);
        } catch (IOException failure) {
            throw log.failed("truncating fully, to start at offset " + offset, failure);
        }
    }

    /**
     * Moves the log's start forward; files that are below it as a whole go with the next {@link #deleteExpired}. Returns whether it moved: not when
     * the offset is below the present start or above the high watermark.
     */
    public boolean advanceLogStart(long offset) {
        requireOpen();
        if (offset <= log.startOffset || offset > log.highWatermark) {
            return false;
        }
        log.startOffset = offset;
        log.changeEpochs(log.epochs().truncateFromStart(offset));
        log.publish();
        return true;
    }

    /**
     * Takes segments beyond retention (by time, size or the log's start) out of the log. Returns the deletion of their files, none when nothing
     * expired. The active segment is rolled first when it expired too, and where its records are due to be compacted. Producers silent for too long are
     * forgotten.
     */
    public List<Deletion> deleteExpired(long nowMs) {
        requireOpen();
        if (log.config.hasCompactionDeadline()) {
            rollIfDue(nowMs);
        }
        log.producers.expire(nowMs, log.context.options().producerIdExpirationMs());
        try {
            return new LogRetention(log, writer).deleteExpired(nowMs);
        } catch (IOException failure) {
            log.failUnlessOutOfSpace("deleting expired segments", failure);
            return List.of();
        }
    }

    /** What could be compacted now; from any thread. Nothing where segments are being deleted at this moment. */
    public Cleanable cleanable(long nowMs) {
        LogConfig config = log.config;
        LogView view = log.view();
        long cleanedTo = log.context.checkpoints().cleanedTo(log.partition);
        try {
            return Cleanable.of(view.sealedFacts(config), cleanedTo, view.lastStableOffset(), config, nowMs);
        } catch (SegmentGoneException meanwhile) {
            return Cleanable.of(List.of(), cleanedTo, view.lastStableOffset(), config, nowMs);
        } catch (IOException failure) {
            throw log.failed("planning a compaction", failure);
        }
    }

    /** Starts a compaction, to be run on another thread. It is void as soon as the log is cut or loses segments. */
    public LogCompaction startCompaction(long nowMs) {
        requireOpen();
        return new LogCompaction(log, cleanable(nowMs), nowMs);
    }

    /**
     * Puts a compacted segment in the place of those it was made from. Returns the deletion of their files, which readers of older views go on using
     * until then; empty, and nothing has happened, where the compaction is void.
     */
    public Optional<Deletion> replaceSegments(CompactedSegment compacted) {
        requireOpen();
        try {
            return new SegmentSwap(log).replace(compacted);
        } catch (IOException failure) {
            throw log.failed("putting compacted segments in place", failure);
        }
    }

    /** Notes that everything below the offset has been compacted, unless the log was cut meanwhile. */
    public void finishCompaction(LogCompaction compaction, long endOffset) {
        if (compaction.truncations() == log.truncations.count()) {
            log.context.checkpoints().cleaned(log.partition, endOffset);
        }
    }

    /** Rolls the active segment when it is old enough, without waiting for the next record. */
    void rollIfDue(long nowMs) {
        requireOpen();
        try {
            if (log.segments.active().isOlderThanSegmentMs(nowMs, log.config, nowMs)) {
                writer.roll(nowMs);
                log.publish();
            }
        } catch (IOException failure) {
            log.failUnlessOutOfSpace("rolling a segment", failure);
        }
    }

    /** Everything below has been forced to disk; from any thread. */
    public long recoveryPoint() {
        return log.flush.flushedOffset();
    }

    /** Whether a flush is due by {@code flush.messages} or {@code flush.ms}, or a sealed segment waits for one. */
    public boolean isFlushDue(long nowMs) {
        return log.flush.isDue(log.segments, log.endOffset, log.config, nowMs);
    }

    /** What has to be forced so that all records up to now survive a power failure. */
    public FlushTicket prepareFlush(long nowMs) {
        requireOpen();
        return log.flush.prepare(log.segments, log.endOffset, log.truncations.count(), nowMs);
    }

    /** Notes that a ticket has been forced. Returns false when a truncation came in between, so that it says nothing about the log as it is now. */
    public boolean flushed(FlushTicket ticket) {
        boolean valid = ticket.truncations() == log.truncations.count();
        if (valid) {
            log.flush.flushed(ticket.endOffset());
        }
        return valid;
    }

    /** Forces everything to disk and closes the files. The log may be opened again. */
    @Override
    public void close() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ABANDONED;
        try {
            log.writeEpochs(log.epochs());
            if (log.flush.isWritten()) {
                writeAndForceAll();
            }
            state = State.CLOSED;
        } catch (IOException failure) {
            throw log.failed("closing", failure);
        } finally {
            log.segments.evict();
        }
    }

    /** Closes the files without writing anything, after a failure: the next opening checks the log as after a crash. */
    public void abandon() {
        if (state == State.OPEN) {
            state = State.ABANDONED;
            log.segments.evict();
        }
    }

    State state() {
        return state;
    }

    /** Takes over what another log of the same records knows besides them. */
    void takeOverFrom(PartitionLog other) {
        requireOpen();
        log.changeEpochs(other.log.epochs());
        log.highWatermark = other.log.highWatermark;
        log.startOffset = Math.max(log.startOffset, other.log.startOffset);
        log.publish();
    }

    /** Refuses any further use, and new readers: the folder is about to be renamed and deleted. */
    void markGone() {
        state = State.ABANDONED;
        log.segments.markGone();
    }

    static Rejected noSpace(Path directory) {
        return new Rejected(
                Rejection.NO_SPACE,
                directory + ": no space left on the disk; nothing was written, it may be tried again");
    }

    private void writeAndForceAll() throws IOException {
        log.segments.active().flushIndexes();
        log.replay.writeSnapshot(log.producers, log.endOffset);
        log.flush.namesChanged();
        FlushTicket ticket = log.flush.prepareClosing(log.segments, log.endOffset, log.truncations.count());
        ticket.force();
        log.flush.flushed(ticket.endOffset());
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(log.partition + ": the log is " + state);
        }
    }
}
