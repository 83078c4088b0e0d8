package io.ottla.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The segments of a log in the order of their offsets; never empty. Owned by the log's single writer. */
final class SegmentList {
    private final List<Segment> segments;
    private SegmentView[] sealedViews;

    SegmentList(List<Segment> segments) {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a log has at least one segment");
        }
        this.segments = new ArrayList<>(segments);
        this.sealedViews = viewSealed();
    }

    Segment active() {
        return segments.get(segments.size() - 1);
    }

    int size() {
        return segments.size();
    }

    Segment get(int index) {
        return segments.get(index);
    }

    long firstOffset() {
        return segments.get(0).baseOffset();
    }

    /** The first offset behind a segment. */
    long nextOffset(int index, long logEndOffset) {
        return index + 1 == segments.size()
                ? logEndOffset
                : segments.get(index + 1).baseOffset();
    }

    /** Views of all but the active segment; shared, not to be changed. */
    SegmentView[] sealedViews() {
        return sealedViews;
    }

    void add(Segment segment) {
        sealedViews = Arrays.copyOf(sealedViews, segments.size());
        sealedViews[segments.size() - 1] = active().view();
        segments.add(segment);
    }

    /** Takes the oldest segments, never the active one, out of the log. */
    List<Segment> removeFirst(int count) {
        sealedViews = Arrays.copyOfRange(sealedViews, count, sealedViews.length);
        List<Segment> oldest = segments.subList(0, count);
        List<Segment> removed = List.copyOf(oldest);
        oldest.clear();
        return removed;
    }

    /** Takes all segments from this one on out of the log and puts another in their place. */
    List<Segment> replaceFrom(int index, Segment replacement) {
        List<Segment> newest = segments.subList(index, segments.size());
        List<Segment> removed = List.copyOf(newest);
        newest.clear();
        segments.add(replacement);
        sealedViews = Arrays.copyOf(sealedViews, index);
        return removed;
    }

    /** Puts one segment in the place of some that are sealed. */
    void replace(int index, int count, Segment replacement) {
        List<Segment> replaced = segments.subList(index, index + count);
        replaced.clear();
        replaced.add(replacement);
        sealedViews = viewSealed();
    }

    /** Where these segments, sealed all of them, stand one after the other; -1 if they do not. */
    int indexOf(List<Segment> sought) {
        int index = segments.indexOf(sought.get(0));
        boolean found = index >= 0
                && index + sought.size() < segments.size()
                && segments.subList(index, index + sought.size()).equals(sought);
        return found ? index : -1;
    }

    /** The last segment that starts at or before this offset; the first one if none does. */
    int floorIndex(long offset) {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).baseOffset() > offset) {
            index--;
        }
        return index;
    }

    /** Makes the views of the sealed segments anew, after recovery has changed them. */
    void refreshViews() {
        sealedViews = viewSealed();
    }

    void evict() {
        segments.forEach(Segment::evict);
    }

    void markGone() {
        segments.forEach(Segment::markGone);
    }

    private SegmentView[] viewSealed() {
        return segments.subList(0, segments.size() - 1).stream()
                .map(Segment::view)
                .toArray(SegmentView[]::new);
    }
}
