package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A segment that was written beside the log to stand for some of its segments, forced to disk but not yet part of the log: its files end in {@code
 * .cleaned}. Made on a cleaner's thread, handed to the log's owner.
 */
public final class CompactedSegment {
    private final LogCompaction compaction;
    private final List<Segment> replaced;
    private final Segment written;
    private final AtomicBoolean decided = new AtomicBoolean();

    CompactedSegment(LogCompaction compaction, List<Segment> replaced, Segment written) {
        this.compaction = compaction;
        this.replaced = List.copyOf(replaced);
        this.written = written;
    }

    LogCompaction compaction() {
        return compaction;
    }

    List<Segment> replaced() {
        return replaced;
    }

    long baseOffset() {
        return written.baseOffset();
    }

    long createdMs() {
        return written.createdMs();
    }

    /** Its size. */
    public int bytes() {
        return written.size();
    }

    /** Whether its fate is the caller's to decide: it is put in place or discarded, by whoever asks first. */
    boolean decide() {
        return decided.compareAndSet(false, true);
    }

    /** Deletes the files, which nobody needs, unless the owner is putting them in place after all. */
    void discard(Disk disk, Path directory) throws IOException {
        if (decide()) {
            written.markGone();
            deleteLeftovers(disk, directory, baseOffset());
        }
    }

    /** Deletes what an earlier attempt may have left. */
    static void deleteLeftovers(Disk disk, Path directory, long baseOffset) throws IOException {
        for (String kind : SegmentFiles.OF_COMPACTION) {
            disk.delete(SegmentFiles.path(directory, baseOffset, kind + SegmentFiles.CLEANED));
        }
    }
}
