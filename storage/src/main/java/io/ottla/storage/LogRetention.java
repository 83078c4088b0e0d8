package io.ottla.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shows a log's segments to {@link Retention}. */
final class LogRetention {
    private LogRetention() {}

    /** How many of the oldest segments are beyond retention. */
    static int expired(
            SegmentList segments, LogConfig config, long startOffset, long highWatermark, long endOffset, long nowMs)
            throws IOException {
        List<Retention.Candidate> candidates = new ArrayList<>();
        for (int index = 0; index < segments.size(); index++) {
            Segment segment = segments.get(index);
            candidates.add(
                    new Retention.Candidate(segment.size(), segments.nextOffset(index, endOffset), segment.newestMs()));
        }
        return Retention.expired(candidates, config, startOffset, highWatermark, nowMs);
    }
}
