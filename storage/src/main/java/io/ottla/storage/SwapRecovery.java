package io.ottla.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a crash: finishes the replacements of {@link SegmentSwap} that counted already, and discards the rest. May itself be interrupted anywhere. */
final class SwapRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(SwapRecovery.class);

    private final Disk disk;
    private final Path directory;

    SwapRecovery(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Leaves no file of a compaction in the folder. */
    void run() throws IOException {
        Set<Long> finished = new TreeSet<>();
        List<String> names =
                disk.list(directory).stream().map(DirectoryEntry::name).toList();
        for (String name : names) {
            SegmentFiles.offset(name, SegmentFiles.LOG + SegmentFiles.SWAP).ifPresent(finished::add);
        }
        for (long base : finished) {
            finish(base, names);
        }
        for (String name : names) {
            // Those of the finished ones have their final names by now.
            if (name.endsWith(SegmentFiles.CLEANED) || name.endsWith(SegmentFiles.SWAP)) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    private void finish(long base, List<String> names) throws IOException {
        Path swap = SegmentFiles.path(directory, base, SegmentFiles.LOG + SegmentFiles.SWAP);
        long next = nextOffset(swap, base);
        LOG.info("{}: finishing a compaction that stands for offsets {} to {}", swap, base, next - 1);
        for (long replaced : replaced(names, base, next)) {
            deleteAllKinds(replaced, SegmentFiles.SNAPSHOT);
        }
        if (disk.exists(SegmentFiles.path(directory, base, SegmentFiles.LOG))) {
            // The new indexes get their names after the old log has lost its own: these are old ones.
            deleteAllKinds(base, "");
        }
        for (String kind : SegmentFiles.OF_COMPACTION) {
            Path file = SegmentFiles.path(directory, base, kind + SegmentFiles.SWAP);
            if (disk.exists(file)) {
                disk.rename(file, SegmentFiles.path(directory, base, kind));
            }
        }
    }

    private static Set<Long> replaced(List<String> names, long base, long next) {
        Set<Long> replaced = new TreeSet<>();
        for (String name : names) {
            for (String kind : SegmentFiles.OF_COMPACTION) {
                OptionalLong offset = SegmentFiles.offset(name, kind);
                if (offset.isPresent() && offset.getAsLong() > base && offset.getAsLong() < next) {
                    replaced.add(offset.getAsLong());
                }
            }
        }
        return replaced;
    }

    private void deleteAllKinds(long base, String besides) throws IOException {
        for (String kind : SegmentFiles.OF_COMPACTION) {
            disk.delete(SegmentFiles.path(directory, base, kind));
        }
        if (!besides.isEmpty()) {
            disk.delete(SegmentFiles.path(directory, base, besides));
        }
    }

    /** The first offset behind the new segment, whose last batch is always kept. */
    private long nextOffset(Path swap, long base) throws IOException {
        try (FileChannel channel = disk.open(swap, Disk.Mode.READ)) {
            long next = base;
            BatchCursor cursor = new BatchCursor(channel, 0, Math.toIntExact(channel.size()), BatchCursor.SCAN_WINDOW);
            while (cursor.next()) {
                next = cursor.lastOffset() + 1;
            }
            return next;
        }
    }
}
