package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;
import io.ottla.storage.producer.SequencedBatch;
import io.ottla.storage.producer.TransactionMarker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds what a log knows of its producers from the newest intact snapshot and the batches behind it. */
final class ProducerReplay {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerReplay.class);

    private final LogContext context;
    private final Path directory;

    ProducerReplay(LogContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    /** The state at this offset, from the log's segments up to it. */
    ProducerStates load(SegmentList segments, long endOffset) throws IOException {
        ProducerStates producers = new ProducerStates(context.options().maxProducersPerLog());
        long from = Math.max(segments.firstOffset(), restoreNewest(producers, endOffset));
        for (int index = segments.floorIndex(from); index < segments.size(); index++) {
            if (segments.nextOffset(index, endOffset) > from
                    && segments.get(index).baseOffset() < endOffset) {
                replay(segments.get(index).view(), from, endOffset, producers);
            }
        }
        return producers;
    }

    /** Deletes the snapshots behind this offset: what they tell of may be gone. */
    void deleteSnapshotsAfter(long offset) throws IOException {
        for (long snapshot : snapshots()) {
            if (snapshot > offset) {
                context.disk().delete(SegmentFiles.path(directory, snapshot, SegmentFiles.SNAPSHOT));
            }
        }
    }

    void writeSnapshot(ProducerStates producers, long offset) throws IOException {
        AtomicFile.replace(
                context.disk(), SegmentFiles.path(directory, offset, SegmentFiles.SNAPSHOT), producers.snapshot());
    }

    /** Notes the batch under the cursor, and returns the transaction that it aborts. */
    static Optional<AbortedTransaction> apply(BatchCursor cursor, ProducerStates producers) throws IOException {
        if (cursor.producerId() < 0) {
            return Optional.empty();
        }
        if (!cursor.isControl()) {
            producers.append(SequencedBatch.read(cursor.headerBytes(), 0));
            return Optional.empty();
        }
        Optional<TransactionMarker> marker = TransactionMarker.read(cursor.batchBytes(), 0);
        Optional<AbortedTransaction> aborted = marker.flatMap(producers::abortedBy);
        marker.ifPresent(producers::append);
        return aborted;
    }

    private long restoreNewest(ProducerStates producers, long endOffset) throws IOException {
        for (long snapshot : snapshots()) {
            if (snapshot <= endOffset) {
                Path file = SegmentFiles.path(directory, snapshot, SegmentFiles.SNAPSHOT);
                ByteBuffer content = Io.readFile(context.disk(), file);
                if (producers.restore(content)) {
                    return snapshot;
                }
                LOG.warn("{}: damaged; deleting it and reading the batches instead", file);
                context.disk().delete(file);
            }
        }
        return 0;
    }

    /** Newest first. */
    private List<Long> snapshots() throws IOException {
        return context.disk().list(directory).stream()
                .map(entry -> SegmentFiles.offset(entry.name(), SegmentFiles.SNAPSHOT))
                .filter(offset -> offset.isPresent())
                .map(offset -> offset.getAsLong())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static void replay(SegmentView segment, long from, long endOffset, ProducerStates producers)
            throws IOException {
        OpenFile file = segment.acquire();
        try {
            int start = segment.positionOf(file.channel(), from);
            BatchCursor cursor = new BatchCursor(file.channel(), start, segment.size(), BatchCursor.SCAN_WINDOW);
            while (cursor.next() && cursor.baseOffset() < endOffset) {
                apply(cursor, producers);
            }
            segment.requireIntact(cursor);
        } finally {
            file.release();
        }
    }
}
