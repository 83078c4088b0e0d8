package io.ottla.storage;

import io.ottla.storage.AppendResult.Appended;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.batch.Validation;
import io.ottla.storage.producer.ProducerStates;
import io.ottla.storage.producer.SequenceCheck;
import io.ottla.storage.producer.SequencedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final LogContext context;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final Path directory;
    private final LeaderEpochFile epochFile;
    private final ProducerReplay replay;
    private final SegmentList segments;
    private final LogFlush flush;
    private LogConfig config;
    private LeaderEpochs epochs;
    private ProducerStates producers;
    private boolean epochsUnwritten;
    private long startOffset;
    private long highWatermark;
    private long endOffset;
    private final Truncations truncations = new Truncations();
    private State state = State.OPEN;
    private volatile LogView view;

    /** Whether the log may be used. */
    enum State {
        OPEN,
        CLOSED,
        ABANDONED
    }

    private PartitionLog(LogContext context, LogOpening opening, LogConfig config, LoadedLog loaded, long nowMs) {
        this.context = context;
        this.partition = opening.partition();
        this.topicId = opening.topicId();
        this.directory = opening.directory();
        this.epochFile = new LeaderEpochFile(context.disk(), directory);
        this.replay = new ProducerReplay(context, directory);
        this.config = config;
        this.segments = loaded.segments();
        this.epochs = loaded.epochs();
        this.producers = loaded.producers();
        this.startOffset = loaded.startOffset();
        this.endOffset = loaded.endOffset();
        this.highWatermark = Math.max(startOffset, Math.min(opening.highWatermark(), endOffset));
        this.flush =
                new LogFlush(context, directory, epochFile.path(), Math.min(opening.recoveryPoint(), endOffset), nowMs);
        this.view = newView();
    }

    static PartitionLog open(LogContext context, LogOpening opening, LogConfig config, long nowMs) {
        try {
            LogLoader loader = new LogLoader(context, opening.directory(), config, nowMs);
            LoadedLog loaded = loader.load(opening.recoveryPoint(), opening.startOffset(), opening.clean());
            loaded.producers().expire(nowMs, context.options().producerIdExpirationMs());
            PartitionLog log = new PartitionLog(context, opening, config, loaded, nowMs);
            if (!opening.clean()) {
                // What was written before the crash may never have been forced.
                log.flush.namesChanged();
                log.flush.epochsChanged();
            }
            log.epochsUnwritten = !loader.isCheckpointed(loaded.epochs());
            log.writeEpochs();
            return log;
        } catch (IOException failure) {
            throw new StorageException(opening.directory() + ": the log cannot be opened", failure);
        }
    }

    /** The partition. */
    public TopicPartition partition() {
        return partition;
    }

    /** The topic it belongs to. */
    public Uuid topicId() {
        return topicId;
    }

    /** The folder of its files. */
    public Path directory() {
        return directory;
    }

    /** The settings in force. */
    public LogConfig config() {
        return config;
    }

    /** The log as it is now; cheap, from any thread. */
    public LogView view() {
        return view;
    }

    /** Everything below has been forced to disk; from any thread. */
    public long recoveryPoint() {
        return flush.flushedOffset();
    }

    /**
     * Appends as the partition's leader: checks the batches as Kafka does, assigns offsets, leader epoch and timestamps in the buffer itself, and writes
     * it in one go. A duplicate of an idempotent producer is answered with its first offsets.
     */
    public AppendResult appendAsLeader(MemoryRecords records, AppendContext append) {
        requireOpen();
        ByteBuffer buffer = records.buffer().order(ByteOrder.BIG_ENDIAN);
        Validation validation = context.validators().get().validate(buffer, append, config, endOffset);
        if (validation instanceof Validation.Invalid invalid) {
            return invalid.rejected();
        }
        ByteBuffer bytes = ((Validation.Valid) validation).bytes();
        AppendChunk chunk = AppendChunk.takeFrom(bytes.duplicate());
        if (chunk.bytes().remaining() < bytes.remaining()) {
            return new Rejected(Rejection.INVALID_RECORD, "a control batch has to be appended alone");
        }
        Optional<AppendResult> decided = checkProducers(chunk, append.origin());
        if (decided.isPresent()) {
            return decided.get();
        }
        long baseOffset = endOffset;
        if (!write(chunk, append.nowMs())) {
            // The same buffer may be tried again, and then has to look like a client's.
            BatchHeader.assign(buffer, buffer.position(), 0, BatchHeader.NONE);
            return noSpace();
        }
        publish();
        return appended(
                baseOffset, chunk.lastOffset(), logAppendTime(append.nowMs()), bytes.remaining(), chunk.records());
    }

    /**
     * Appends what the leader of this epoch sent: offsets and epochs are assigned already, and the first offset is at or past the log's end. A last batch
     * that did not arrive whole is left out; the result tells what was written, which is less than was sent when the disk becomes full.
     */
    public AppendResult appendAsFollower(MemoryRecords records, int leaderEpoch, long nowMs) {
        requireOpen();
        ByteBuffer batches = records.buffer().order(ByteOrder.BIG_ENDIAN);
        batches.limit(FollowerBatches.usableEnd(batches, leaderEpoch));
        Optional<Rejected> rejected = FollowerBatches.check(batches, endOffset);
        if (rejected.isPresent()) {
            return rejected.get();
        }
        long firstOffset = batches.hasRemaining() ? batches.getLong(batches.position()) : endOffset;
        int start = batches.position();
        int count = 0;
        while (batches.hasRemaining()) {
            int chunkStart = batches.position();
            AppendChunk chunk = AppendChunk.takeFrom(batches);
            if (!write(chunk, nowMs)) {
                if (chunkStart == start) {
                    return noSpace();
                }
                batches.limit(chunkStart).position(chunkStart);
            } else {
                count += chunk.records();
            }
        }
        publish();
        return appended(firstOffset, endOffset - 1, BatchHeader.NONE, batches.position() - start, count);
    }

    /** Makes a leader epoch start at the log's end; to be called by a new leader before its first append. */
    public void startLeaderEpoch(int epoch) {
        requireOpen();
        LeaderEpochs next = epochs.assign(epoch, endOffset);
        if (!next.equals(epochs)) {
            epochs = next;
            epochsUnwritten = true;
            try {
                writeEpochs();
            } catch (IOException failure) {
                // With a full disk the next append, which would need it, writes it or fails.
                failUnlessOutOfSpace("writing the leader epochs", failure);
            }
            publish();
        }
    }

    /** Raises the high watermark, at most to the log's end; it never falls except by truncation. */
    public void updateHighWatermark(long offset) {
        long next = Math.min(offset, endOffset);
        if (next > highWatermark) {
            highWatermark = next;
            publish();
        }
    }

    /**
     * Cuts the log so that nothing from this offset on is left; a batch that holds the offset goes as a whole. Readers see the shorter view before the
     * file is cut, and flushes under way count no more.
     */
    public void truncateTo(long offset) {
        requireOpen();
        if (offset >= endOffset) {
            return;
        }
        if (offset <= segments.firstOffset()) {
            truncateFullyAndStartAt(offset);
            return;
        }
        try {
            LogTruncation cut = LogTruncation.plan(segments, offset);
            beginTruncation(cut.endOffset());
            view = newView(cut.sealedViews(), cut.lastView());
            lowerCheckpoints();
            cut.apply(context, directory, segments);
            finishTruncation();
        } catch (IOException failure) {
            throw failed("truncating to offset " + offset, failure);
        }
    }

    /** Deletes every record and goes on at this offset, as a follower whose leader's log starts behind its own end. */
    public void truncateFullyAndStartAt(long offset) {
        requireOpen();
        try {
            startOffset = offset;
            beginTruncation(offset);
            view = newView(new SegmentView[0], segments.active().view().cutTo(0));
            lowerCheckpoints();
            LogTruncation.all(context, directory, segments, offset);
            finishTruncation();
        } catch (IOException failure) {
            throw failed("truncating fully, to start at offset " + offset, failure);
        }
    }

    /**
     * Moves the log's start forward; files that are below it as a whole go with the next {@link #deleteExpired}. Returns whether it moved: not when
     * the offset is below the present start or above the high watermark.
     */
    public boolean advanceLogStart(long offset) {
        requireOpen();
        if (offset <= startOffset || offset > highWatermark) {
            return false;
        }
        startOffset = offset;
        epochs = epochs.truncateFromStart(offset);
        epochsUnwritten = true;
        publish();
        return true;
    }

    /**
     * Takes segments beyond retention (by time, size or the log's start) out of the log. Returns the deletion of their files, none when nothing
     * expired. The active segment is rolled first when it expired too. Producers silent for too long are forgotten.
     */
    public List<Deletion> deleteExpired(long nowMs) {
        requireOpen();
        producers.expire(nowMs, context.options().producerIdExpirationMs());
        try {
            int count = LogRetention.expired(segments, config, startOffset, highWatermark, endOffset, nowMs);
            if (count == 0) {
                return List.of();
            }
            if (count == segments.size()) {
                roll(nowMs);
            }
            List<Segment> removed = segments.removeFirst(count);
            startOffset = Math.max(startOffset, segments.firstOffset());
            epochs = epochs.truncateFromStart(startOffset);
            epochsUnwritten = true;
            publish();
            flush.namesChanged();
            return List.of(SegmentDeletion.of(context.disk(), directory, removed, config.fileDeleteDelayMs()));
        } catch (IOException failure) {
            failUnlessOutOfSpace("deleting expired segments", failure);
            return List.of();
        }
    }

    /** Rolls the active segment when it is older than {@code segment.ms}. */
    public void rollIfDue(long nowMs) {
        requireOpen();
        try {
            if (segments.active().isOlderThanSegmentMs(nowMs, config, nowMs)) {
                roll(nowMs);
                publish();
            }
        } catch (IOException failure) {
            failUnlessOutOfSpace("rolling a segment", failure);
        }
    }

    /** Whether a flush is due by {@code flush.messages} or {@code flush.ms}, or a sealed segment waits for one. */
    public boolean isFlushDue(long nowMs) {
        return flush.isDue(segments, endOffset, config, nowMs);
    }

    /** What has to be forced so that all records up to now survive a power failure. */
    public FlushTicket prepareFlush(long nowMs) {
        requireOpen();
        return flush.prepare(segments, endOffset, truncations.count(), nowMs);
    }

    /** Notes that a ticket has been forced. Returns false when a truncation came in between, so that it says nothing about the log as it is now. */
    public boolean flushed(FlushTicket ticket) {
        boolean valid = ticket.truncations() == truncations.count();
        if (valid) {
            flush.flushed(ticket.endOffset());
        }
        return valid;
    }

    /** Puts new settings in force. */
    public void updateConfig(LogConfig newConfig) {
        config = newConfig;
    }

    /** The producers this partition knows. */
    public List<ProducerStateSummary> producers() {
        return producers.summaries();
    }

    /** Forces everything to disk and closes the files. The log may be opened again. */
    @Override
    public void close() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ABANDONED;
        try {
            writeEpochs();
            if (flush.isWritten()) {
                writeAndForceAll();
            }
            state = State.CLOSED;
        } catch (IOException failure) {
            throw failed("closing", failure);
        } finally {
            segments.evict();
        }
    }

    /** Closes the files without writing anything, after a failure: the next opening checks the log as after a crash. */
    public void abandon() {
        if (state == State.OPEN) {
            state = State.ABANDONED;
            segments.evict();
        }
    }

    State state() {
        return state;
    }

    /** Refuses any further use, and new readers: the folder is about to be renamed and deleted. */
    void markGone() {
        state = State.ABANDONED;
        segments.markGone();
    }

    private void writeAndForceAll() throws IOException {
        segments.active().flushIndexes();
        replay.writeSnapshot(producers, endOffset);
        flush.namesChanged();
        FlushTicket ticket = flush.prepareClosing(segments, endOffset, truncations.count());
        ticket.force();
        flush.flushed(ticket.endOffset());
    }

    private Optional<AppendResult> checkProducers(AppendChunk chunk, AppendOrigin origin) {
        for (SequencedBatch batch : chunk.sequenced()) {
            Optional<AppendResult> decided = decide(producers.check(batch, origin));
            if (decided.isPresent()) {
                return decided;
            }
        }
        return chunk.marker().flatMap(marker -> decide(producers.check(marker)));
    }

    private Optional<AppendResult> decide(SequenceCheck check) {
        if (check instanceof SequenceCheck.Refused refused) {
            return Optional.of(new Rejected(refused.reason(), refused.message()));
        }
        if (check instanceof SequenceCheck.Duplicate first) {
            int records = (int) (first.lastOffset() - first.baseOffset()) + 1;
            return Optional.of(new Appended(
                    first.baseOffset(),
                    first.lastOffset(),
                    logAppendTime(first.timestampMs()),
                    startOffset,
                    true,
                    0,
                    records));
        }
        return Optional.empty();
    }

    /** Writes a chunk and takes it in. Returns false, and has undone everything, when the disk is full. */
    private boolean write(AppendChunk chunk, long nowMs) {
        Optional<AbortedTransaction> aborted = chunk.marker().flatMap(producers::abortedBy);
        LeaderEpochs epochsAfter = chunk.addEpochsTo(epochs);
        ByteBuffer bytes = chunk.bytes();
        int abortedBefore = segments.active().aborted().count();
        try {
            if (segments.active()
                    .mustRollBefore(bytes.remaining(), chunk.lastOffset(), chunk.maxTimestamp(), config, nowMs)) {
                roll(nowMs);
                abortedBefore = 0;
            }
            segments.active().flushFullIndexGroups();
            if (!epochsAfter.equals(epochs) || epochsUnwritten) {
                epochFile.write(epochsAfter);
                flush.epochsChanged();
            }
            if (aborted.isPresent()) {
                segments.active().aborted().append(aborted.get());
            }
            segments.active().write(bytes);
        } catch (IOException failure) {
            undo(failure, abortedBefore);
            return false;
        }
        epochs = epochsAfter;
        epochsUnwritten = false;
        chunk.applyTo(producers);
        flush.appended();
        segments.active().written(bytes, config.indexIntervalBytes());
        endOffset = chunk.lastOffset() + 1;
        return true;
    }

    /** Seals the active segment and starts another at the log's end. On failure the active segment is still the active one. */
    private void roll(long nowMs) throws IOException {
        segments.active().flushIndexes();
        replay.writeSnapshot(producers, endOffset);
        segments.add(Segment.create(context.handles(), directory, endOffset, nowMs));
        flush.namesChanged();
    }

    private void undo(IOException failure, int abortedBefore) {
        failUnlessOutOfSpace("appending at offset " + endOffset, failure);
        Segment active = segments.active();
        try {
            active.cutTo(active.size());
            active.aborted().truncateTo(abortedBefore);
        } catch (IOException undoFailure) {
            undoFailure.addSuppressed(failure);
            throw failed("undoing an append at offset " + endOffset + " after the disk became full", undoFailure);
        }
    }

    private void beginTruncation(long newEnd) {
        truncations.begin();
        endOffset = newEnd;
        highWatermark = Math.min(highWatermark, newEnd);
        startOffset = Math.min(startOffset, newEnd);
        epochs = epochs.truncateFromEnd(newEnd);
        epochsUnwritten = true;
        flush.truncated(newEnd);
    }

    /** A checkpoint above what is left would be believed after a crash, when other records stand there. */
    private void lowerCheckpoints() throws IOException {
        context.checkpoints().lower(partition, flush.flushedOffset(), startOffset, highWatermark);
    }

    private void finishTruncation() throws IOException {
        replay.deleteSnapshotsAfter(endOffset);
        producers = replay.load(segments, endOffset);
        writeEpochs();
        publish();
    }

    private void writeEpochs() throws IOException {
        if (epochsUnwritten) {
            epochFile.write(epochs);
            epochsUnwritten = false;
            flush.epochsChanged();
        }
    }

    private void publish() {
        view = newView();
    }

    private LogView newView() {
        return newView(segments.sealedViews(), segments.active().view());
    }

    private LogView newView(SegmentView[] sealed, SegmentView active) {
        OptionalLong unstable = producers.firstUnstableOffset(highWatermark);
        long stable = Math.min(highWatermark, Math.max(startOffset, unstable.orElse(highWatermark)));
        return new LogView(startOffset, highWatermark, stable, endOffset, sealed, active, epochs, truncations);
    }

    private Appended appended(long baseOffset, long lastOffset, long logAppendTimeMs, int bytes, int records) {
        return new Appended(baseOffset, lastOffset, logAppendTimeMs, startOffset, false, bytes, records);
    }

    private long logAppendTime(long timestampMs) {
        return config.timestampType() == TimestampType.LOG_APPEND_TIME ? timestampMs : BatchHeader.NONE;
    }

    private Rejected noSpace() {
        return new Rejected(
                Rejection.NO_SPACE,
                directory + ": no space left on the disk; nothing was written, it may be tried again");
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(partition + ": the log is " + state);
        }
    }

    private void failUnlessOutOfSpace(String what, IOException failure) {
        if (!DiskErrors.isOutOfSpace(failure)) {
            throw failed(what, failure);
        }
    }

    private StorageException failed(String what, IOException failure) {
        return new StorageException(directory + ": " + what + " failed", failure);
    }
}
