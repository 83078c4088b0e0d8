package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What a log is made of, and the view of it that readers see. Changed by the log's single writer only, which publishes a new view after each change;
 * {@link #view} is for any thread.
 */
final class LogState {
    final LogContext context;
    final TopicPartition partition;
    final Path directory;
    final ProducerReplay replay;
    final SegmentList segments;
    final LogFlush flush;
    final Truncations truncations = new Truncations();

    // Written by the log's single writer, read by whoever plans a compaction.
    volatile LogConfig config;
    ProducerStates producers;
    long startOffset;
    long highWatermark;
    long endOffset;

    private final LeaderEpochFile epochFile;
    private LeaderEpochs epochs;
    private boolean epochsUnwritten;
    private long replacements;
    private volatile LogView view;

    LogState(LogContext context, LogOpening opening, LogConfig config, LoadedLog loaded, long nowMs) {
        this.context = context;
        this.partition = opening.partition();
        this.directory = opening.directory();
        this.replay = new ProducerReplay(context, directory);
        this.epochFile = new LeaderEpochFile(context.disk(), directory);
        this.config = config;
        this.segments = loaded.segments();
        this.epochs = loaded.epochs();
        this.producers = loaded.producers();
        this.startOffset = loaded.startOffset();
        this.endOffset = loaded.endOffset();
        this.highWatermark = Math.max(startOffset, Math.min(opening.highWatermark(), endOffset));
        long flushed = Math.min(opening.recoveryPoint(), endOffset);
        this.flush = new LogFlush(context, directory, epochFile.path(), flushed, nowMs);
        this.view = newView(segments.sealedViews(), segments.active().view());
    }

    LogView view() {
        return view;
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    /** Takes epochs in that are not yet in the checkpoint. */
    void changeEpochs(LeaderEpochs changed) {
        if (!changed.equals(epochs)) {
            epochs = changed;
            epochsUnwritten = true;
        }
    }

    /** Writes the checkpoint where it differs from these epochs or from those in force, and puts them in force. */
    void writeEpochs(LeaderEpochs next) throws IOException {
        if (epochsUnwritten || !next.equals(epochs)) {
            epochFile.write(next);
            flush.epochsChanged();
            epochs = next;
            epochsUnwritten = false;
        }
    }

    /** Says that the checkpoint does not hold the epochs in force. */
    void epochsNotWritten() {
        epochsUnwritten = true;
    }

    /** A number that no other replacement of segments in this log has. */
    long nextReplacement() {
        replacements++;
        return replacements;
    }

    /** Shows readers the log as it is. */
    void publish() {
        publish(segments.sealedViews(), segments.active().view());
    }

    /** Shows readers these segments only. */
    void publish(SegmentView[] sealed, SegmentView active) {
        view = newView(sealed, active);
    }

    StorageException failed(String what, IOException failure) {
        return new StorageException(directory + ": " + what + " failed", failure);
    }

    /** Passes over a full disk, after which the log is as it was; anything else fails it. */
    void failUnlessOutOfSpace(String what, IOException failure) {
        if (!DiskErrors.isOutOfSpace(failure)) {
            throw failed(what, failure);
        }
    }

    private LogView newView(SegmentView[] sealed, SegmentView active) {
        OptionalLong unstable = producers.firstUnstableOffset(highWatermark);
        long stable = Math.min(highWatermark, Math.max(startOffset, unstable.orElse(highWatermark)));
        return new LogView(startOffset, highWatermark, stable, endOffset, sealed, active, epochs, truncations);
    }
}
