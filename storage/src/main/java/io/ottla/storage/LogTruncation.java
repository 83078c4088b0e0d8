package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Cuts a log within one of its segments: planned first, so that readers can be shown the shorter log before the file is cut. */
final class LogTruncation {
    private final int index;
    private final int position;
    private final long endOffset;
    private final SegmentView[] sealedViews;
    private final SegmentView lastView;

    private LogTruncation(int index, int position, long endOffset, SegmentView[] sealedViews, SegmentView lastView) {
        this.index = index;
        this.position = position;
        this.endOffset = endOffset;
        this.sealedViews = sealedViews;
        this.lastView = lastView;
    }

    /** The log's end after it. */
    long endOffset() {
        return endOffset;
    }

    /** The segments before the one that is cut. */
    SegmentView[] sealedViews() {
        return sealedViews;
    }

    /** The one that is cut, as readers will see it. */
    SegmentView lastView() {
        return lastView;
    }

    /** Nothing from {@code offset} on is to be left; {@code offset} lies above the log's first and below its end. */
    static LogTruncation plan(SegmentList segments, long offset) throws IOException {
        int index = segments.floorIndex(offset);
        SegmentView view = segments.get(index).view();
        OpenFile file = view.acquire();
        try {
            int position = view.positionOf(file.channel(), offset);
            long endOffset = offset;
            if (position < view.size()) {
                BatchCursor cursor = new BatchCursor(file.channel(), position, view.size(), BatchCursor.LOOKUP_WINDOW);
                if (cursor.next()) {
                    endOffset = Math.min(offset, cursor.baseOffset());
                }
            }
            SegmentView[] before = segmentsBefore(segments, index);
            return new LogTruncation(index, position, endOffset, before, view.cutTo(position));
        } finally {
            file.release();
        }
    }

    /** Deletes the segments behind, newest first, and cuts this one. */
    void apply(LogContext context, Path directory, SegmentList segments) throws IOException {
        Segment cut = segments.get(index);
        List<Segment> removed = segments.replaceFrom(index, cut);
        deleteNewestFirst(context.disk(), directory, removed.subList(1, removed.size()));
        cut.truncateTo(position, endOffset);
    }

    /** Deletes all segments and puts an empty one at {@code offset} in their place. */
    static void all(LogContext context, Path directory, SegmentList segments, long offset) throws IOException {
        List<Segment> doomed = new ArrayList<>();
        for (int index = 0; index < segments.size(); index++) {
            doomed.add(segments.get(index));
        }
        deleteNewestFirst(context.disk(), directory, doomed);
        segments.replaceFrom(0, Segment.create(context.handles(), directory, offset, 0));
    }

    private static SegmentView[] segmentsBefore(SegmentList segments, int index) {
        return Arrays.copyOf(segments.sealedViews(), index);
    }

    private static void deleteNewestFirst(Disk disk, Path directory, List<Segment> segments) throws IOException {
        List<Segment> newestFirst = new ArrayList<>(segments);
        Collections.reverse(newestFirst);
        SegmentDeletion.of(disk, directory, newestFirst, 0).run();
    }
}
