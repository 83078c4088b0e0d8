package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a compacted segment in the place of others. Used by the log's single writer.
 *
 * <pre>
 *   X.index.cleaned -> X.index.swap ... X.log.cleaned -> X.log.swap     from here on the new segment counts
 *   X.index -> X.index.1.deleted    ... X.log -> X.log.1.deleted        readers go on in these
 *   X.index.swap -> X.index         ... X.log.swap -> X.log             done; a new view is published
 * </pre>
 *
 * A crash before the first {@code .log.swap} discards the work, one after it finishes it: see {@link SwapRecovery}.
 */
final class SegmentSwap {
    private final LogState log;

    SegmentSwap(LogState log) {
        this.log = log;
    }

    /** Returns the deletion of the old files; empty, and nothing done, where the log is not what it was when the compaction began. */
    Optional<Deletion> replace(CompactedSegment compacted) throws IOException {
        LogCompaction compaction = compacted.compaction();
        List<Segment> replaced = compacted.replaced();
        int index = log.segments.indexOf(replaced);
        if (index < 0
                || compaction.truncations() != log.truncations.count()
                || compaction.firstOffset() != log.segments.firstOffset()
                || !compacted.decide()) {
            return Optional.empty();
        }
        long base = compacted.baseOffset();
        rename(base, SegmentFiles.CLEANED, SegmentFiles.SWAP);
        String aside = "." + log.nextReplacement() + SegmentFiles.DELETED;
        for (Segment segment : replaced) {
            segment.moveAside(aside);
        }
        for (Segment segment : replaced.subList(1, replaced.size())) {
            log.context.disk().delete(SegmentFiles.path(log.directory, segment.baseOffset(), SegmentFiles.SNAPSHOT));
        }
        rename(base, SegmentFiles.SWAP, "");
        log.segments.replace(index, replaced.size(), open(compacted));
        log.flush.namesChanged();
        log.publish();
        return Optional.of(new Deletion(
                log.directory + ", " + replaced.size() + " compacted segments",
                log.config.fileDeleteDelayMs(),
                () -> delete(replaced)));
    }

    private void rename(long base, String from, String to) throws IOException {
        for (String kind : SegmentFiles.OF_COMPACTION) {
            Path file = SegmentFiles.path(log.directory, base, kind + from);
            if (log.context.disk().exists(file)) {
                log.context.disk().rename(file, SegmentFiles.path(log.directory, base, kind + to));
            }
        }
    }

    private Segment open(CompactedSegment compacted) throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        for (DirectoryEntry entry : log.context.disk().list(log.directory)) {
            for (String kind : SegmentFiles.OF_COMPACTION) {
                if (SegmentFiles.offset(entry.name(), kind).orElse(-1) == compacted.baseOffset()) {
                    bytes.put(kind, entry.bytes());
                }
            }
        }
        return new Segment(
                log.context.handles(), log.directory, compacted.baseOffset(), "", bytes, compacted.createdMs());
    }

    private void delete(List<Segment> replaced) {
        for (Segment segment : replaced) {
            try {
                segment.deleteFiles(log.context.disk());
            } catch (IOException failure) {
                throw new StorageException(segment.log().path() + ": cannot be deleted", failure);
            }
        }
    }
}
