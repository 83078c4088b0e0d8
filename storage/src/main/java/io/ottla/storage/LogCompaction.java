package io.ottla.storage;

import io.ottla.storage.compaction.Cleanable;
import io.ottla.storage.compaction.CompactionFilter;
import io.ottla.storage.compaction.CompactionOptions;
import io.ottla.storage.compaction.LastOfProducer;
import io.ottla.storage.compaction.OffsetMap;
import io.ottla.storage.compaction.Pace;
import io.ottla.storage.compaction.SegmentFacts;
import io.ottla.storage.compaction.SegmentGroups;
import io.ottla.storage.compaction.TransactionTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One compaction of a log, from {@link PartitionLog#startCompaction} on. Runs on a cleaner's thread while the owner goes on appending; the owner alone
 * puts the results into the log.
 *
 * <pre>
 *  1. keys of the dirty records -> map            [ clean | dirty | active ]
 *  2. all segments below, in groups, through the map -> new segments
 *  3. each, when it is on disk, takes the place of its group
 * </pre>
 */
public final class LogCompaction {
    private static final Logger LOG = LoggerFactory.getLogger(LogCompaction.class);

    private final LogContext context;
    private final Path directory;
    private final LogView view;
    private final LogConfig config;
    private final Cleanable cleanable;
    private final Map<Long, LastOfProducer> producers;
    private final long nowMs;

    LogCompaction(LogState log, Cleanable cleanable, long nowMs) {
        this.context = log.context;
        this.directory = log.directory;
        this.view = log.view();
        this.config = log.config;
        this.cleanable = cleanable;
        this.producers = log.producers.last();
        this.nowMs = nowMs;
    }

    /** What it is going to look at. */
    public Cleanable cleanable() {
        return cleanable;
    }

    long truncations() {
        return view.truncations();
    }

    /** Where the log's first segment started. */
    long firstOffset() {
        return view.segment(0).baseOffset();
    }

    /**
     * Does the work; to be called once. When it throws, the log is as it was, or partly compacted; files that are left over are deleted by the
     * next attempt or the next opening. Throws {@link StorageException} at a damaged batch or when the disk fails.
     */
    public CompactionResult run(CompactionOptions options, Pace pace, CompactionOwner owner) {
        if (cleanable.dirtyBytes() == 0) {
            return new CompactionResult(false, cleanable.firstDirty(), 0, 0, 0, 0, 0);
        }
        try (BufferSupplier buffers = BufferSupplier.create()) {
            return compact(options, pace, owner, buffers);
        } catch (SegmentGoneException gone) {
            return nothingDone();
        } catch (IOException failure) {
            if (!DiskErrors.isOutOfSpace(failure)) {
                throw new StorageException(directory + ": compacting the log failed", failure);
            }
            LOG.warn("{}: no space left on the disk to compact the log; it is tried again later", directory);
            return nothingDone();
        }
    }

    private CompactionResult nothingDone() {
        return new CompactionResult(true, cleanable.firstDirty(), 0, 0, 0, 0, 0);
    }

    private CompactionResult compact(
            CompactionOptions options, Pace pace, CompactionOwner owner, BufferSupplier buffers) throws IOException {
        long from = cleanable.firstDirty();
        List<AbortedTransaction> aborted = view.abortedTransactions(firstOffset(), cleanable.endOffset())
                .orElseThrow(() -> new SegmentGoneException(firstOffset()));
        OffsetMap map = OffsetMap.create(
                options.mapBytes(),
                options.mapLoadFactor(),
                config.compactionVersions(),
                cleanable.endOffset() - from,
                new SecureRandom());
        KeyCollector keys = new KeyCollector(new SegmentScan(pace), map, buffers);
        List<SegmentView> segments = segmentsBelow(cleanable.endOffset());
        long end = keys.collectDirty(
                segments.subList(view.floorIndex(from), segments.size()), from, cleanable.endOffset(), aborted);
        if (config.compactionVersions() > 1) {
            keys.collectClean(segmentsBelow(from), from, aborted);
        }
        TransactionTracker transactions = new TransactionTracker(aborted);
        CompactionFilter filter = new CompactionFilter(nowMs, config.deleteRetentionMs(), map, transactions, producers);
        SegmentRewrite rewrite = new SegmentRewrite(
                context, directory, config, pace, filter, transactions, buffers, options.bufferBytes());
        return replaceAll(rewrite, filter, map, end, owner);
    }

    private CompactionResult replaceAll(
            SegmentRewrite rewrite, CompactionFilter filter, OffsetMap map, long end, CompactionOwner owner)
            throws IOException {
        long before = 0;
        long after = 0;
        boolean valid = true;
        for (List<SegmentView> group : groups(end)) {
            CompactedSegment compacted = new CompactedSegment(
                    this, group.stream().map(SegmentView::segment).toList(), rewrite.rewrite(group));
            valid = owner.replace(compacted);
            if (!valid) {
                compacted.discard(context.disk(), directory);
                break;
            }
            // A tombstone in a later segment may go only after the records it deletes are gone for good.
            context.disk().syncDirectory(directory);
            before += group.stream().mapToLong(SegmentView::size).sum();
            after += compacted.bytes();
        }
        if (filter.recordsWithoutKey() > 0) {
            LOG.warn("{}: dropped {} records without a key", directory, filter.recordsWithoutKey());
        }
        if (valid) {
            owner.finish(this, end);
            context.checkpoints().writeCleaned();
        }
        return new CompactionResult(
                !valid,
                valid ? end : cleanable.firstDirty(),
                before,
                after,
                filter.recordsRead(),
                map.keys(),
                filter.recordsWithoutKey());
    }

    private List<List<SegmentView>> groups(long end) throws IOException {
        List<SegmentView> segments = segmentsBelow(end);
        List<SegmentFacts> facts = view.sealedFacts(config).subList(0, segments.size());
        List<List<SegmentView>> groups = new ArrayList<>();
        int first = 0;
        for (int size : SegmentGroups.sizes(facts, config)) {
            groups.add(segments.subList(first, first + size));
            first += size;
        }
        return groups;
    }

    private List<SegmentView> segmentsBelow(long offset) {
        return IntStream.range(0, view.sealedBelow(offset))
                .mapToObj(view::segment)
                .toList();
    }
}
