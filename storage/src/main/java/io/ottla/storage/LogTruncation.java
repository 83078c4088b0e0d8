package io.ottla.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Cuts a log. Readers are shown the shorter log first, then no checkpoint tells of more, and only then the files are cut: whatever a crash interrupts,
 * nobody believes what is gone. Used by the log's single writer.
 */
final class LogTruncation {
    private final LogState log;

    LogTruncation(LogState log) {
        this.log = log;
    }

    /** Leaves nothing from this offset on, which lies above the log's first and below its end; a batch that holds it goes as a whole. */
    void cutTo(long offset) throws IOException {
        int index = log.segments.floorIndex(offset);
        Segment last = log.segments.get(index);
        Cut cut = find(last.view(), offset);
        SegmentView[] before = Arrays.copyOf(log.segments.sealedViews(), index);
        begin(cut.endOffset, before, last.view().cutTo(cut.position));
        List<Segment> behind = log.segments.replaceFrom(index, last);
        deleteNewestFirst(behind.subList(1, behind.size()));
        last.truncateTo(cut.position, cut.endOffset);
        finish();
    }

    /** Leaves nothing at all; the log goes on at this offset. */
    void restartAt(long offset) throws IOException {
        log.startOffset = offset;
        begin(offset, new SegmentView[0], log.segments.active().view().cutTo(0));
        List<Segment> doomed = new ArrayList<>();
        for (int index = 0; index < log.segments.size(); index++) {
            doomed.add(log.segments.get(index));
        }
        deleteNewestFirst(doomed);
        log.segments.replaceFrom(0, Segment.create(log.context.handles(), log.directory, offset, 0));
        finish();
    }

    /** Where a segment is to be cut, and where the log ends then. */
    private record Cut(int position, long endOffset) {}

    private static Cut find(SegmentView segment, long offset) throws IOException {
        OpenFile file = segment.acquire();
        try {
            int position = segment.positionOf(file.channel(), offset);
            BatchCursor cursor = new BatchCursor(file.channel(), position, segment.size(), BatchCursor.LOOKUP_WINDOW);
            return new Cut(position, cursor.next() ? Math.min(offset, cursor.baseOffset()) : offset);
        } finally {
            file.release();
        }
    }

    private void begin(long newEnd, SegmentView[] sealed, SegmentView active) throws IOException {
        log.truncations.begin();
        log.endOffset = newEnd;
        log.highWatermark = Math.min(log.highWatermark, newEnd);
        log.startOffset = Math.min(log.startOffset, newEnd);
        log.changeEpochs(log.epochs().truncateFromEnd(newEnd));
        log.flush.truncated(newEnd);
        log.publish(sealed, active);
        log.context.checkpoints().lowerCleaned(log.partition, newEnd);
        log.context.checkpoints().lower(log.partition, log.flush.flushedOffset(), log.startOffset, log.highWatermark);
    }

    private void finish() throws IOException {
        log.flush.namesChanged();
        log.replay.deleteSnapshotsAfter(log.endOffset);
        log.producers = log.replay.load(log.segments, log.endOffset);
        log.writeEpochs(log.epochs());
        log.publish();
    }

    private void deleteNewestFirst(List<Segment> segments) throws IOException {
        List<Segment> newestFirst = new ArrayList<>(segments);
        Collections.reverse(newestFirst);
        SegmentDeletion.of(log.context.disk(), log.directory, newestFirst, 0).run();
    }
}
