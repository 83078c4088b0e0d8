package io.ottla.storage.compaction;

import io.ottla.storage.LogConfig;
import java.util.ArrayList;
import java.util.List;

/** Decides which neighbouring segments become one. Pure. */
public final class SegmentGroups {
    private SegmentGroups() {}

    /** How many segments each group takes, in order: as many as stay, even if nothing can be dropped, within one segment's bounds. */
    public static List<Integer> sizes(List<SegmentFacts> segments, LogConfig config) {
        List<Integer> sizes = new ArrayList<>();
        int first = 0;
        while (first < segments.size()) {
            int next = first + 1;
            long bytes = segments.get(first).bytes();
            long indexBytes = segments.get(first).indexBytes();
            while (next < segments.size()) {
                SegmentFacts candidate = segments.get(next);
                bytes += candidate.bytes();
                indexBytes += candidate.indexBytes();
                long span = candidate.nextOffset() - 1 - segments.get(first).baseOffset();
                if (bytes > config.segmentBytes()
                        || indexBytes > config.segmentIndexBytes()
                        || span > Integer.MAX_VALUE) {
                    break;
                }
                next++;
            }
            sizes.add(next - first);
            first = next;
        }
        return sizes;
    }
}
