package io.ottla.storage;

import io.ottla.storage.compaction.CompactionFilter;
import io.ottla.storage.compaction.Pace;
import io.ottla.storage.compaction.TransactionTracker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/**
 * Writes what compaction keeps of neighbouring segments into one new segment beside the log, forced to disk. Batches keep their offsets, producers,
 * epochs and codec; the last one of the segment always stays, if only as a header, so that a segment still ends where the next begins. One thread.
 */
final class SegmentRewrite {
    private final LogContext context;
    private final Path directory;
    private final LogConfig config;
    private final SegmentScan scan;
    private final Pace pace;
    private final CompactionFilter filter;
    private final TransactionTracker transactions;
    private final BufferSupplier buffers;
    private ByteBuffer kept;

    SegmentRewrite(
            LogContext context,
            Path directory,
            LogConfig config,
            Pace pace,
            CompactionFilter filter,
            TransactionTracker transactions,
            BufferSupplier buffers,
            int bufferBytes) {
        this.context = context;
        this.directory = directory;
        this.config = config;
        this.scan = new SegmentScan(pace);
        this.pace = pace;
        this.filter = filter;
        this.transactions = transactions;
        this.buffers = buffers;
        this.kept = ByteBuffer.allocate(bufferBytes);
    }

    /** Writes the segments into one, which starts where the first of them does. */
    Segment rewrite(List<SegmentView> group) throws IOException {
        SegmentView first = group.get(0);
        CompactedSegment.deleteLeftovers(context.disk(), directory, first.baseOffset());
        long createdMs = group.stream()
                .mapToLong(each -> each.segment().createdMs())
                .max()
                .orElse(0);
        Segment out = Segment.createBeside(context.handles(), directory, first.baseOffset(), createdMs);
        try {
            for (SegmentView segment : group) {
                boolean lastSegment = segment == group.get(group.size() - 1);
                scan.scan(segment, segment.baseOffset(), (records, batch, isLast) -> {
                    filter.nextIsLastOfSegment(lastSegment && isLast);
                    keep(records, out);
                    return true;
                });
            }
            write(out);
            for (AbortedTransaction aborted : transactions.takeKeptAborts()) {
                out.aborted().append(aborted);
            }
            out.flushIndexes();
            force(out);
            return out;
        } finally {
            out.evict();
        }
    }

    private void keep(MemoryRecords batch, Segment out) throws IOException {
        if (kept.position() > 0 && kept.remaining() < batch.sizeInBytes()) {
            write(out);
        }
        kept = batch.filterTo(filter, kept, buffers, config.maxDecompressedBytes())
                .outputBuffer();
    }

    private void write(Segment out) throws IOException {
        kept.flip();
        if (kept.remaining() > Integer.MAX_VALUE - out.size()) {
            throw new StorageException(out.log().path() + ": recompressed records do not fit into one segment");
        }
        pace.moved(kept.remaining());
        out.write(kept);
        out.written(kept, config.indexIntervalBytes());
        kept.clear();
    }

    private void force(Segment out) throws IOException {
        for (String kind : SegmentFiles.OF_COMPACTION) {
            Path file = SegmentFiles.path(directory, out.baseOffset(), kind + SegmentFiles.CLEANED);
            if (context.disk().exists(file)) {
                try (FileChannel channel = context.disk().open(file, Disk.Mode.READ_WRITE)) {
                    channel.force(true);
                }
            }
        }
        context.disk().syncDirectory(directory);
    }
}
