package io.ottla.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes segments beyond retention out of a log. Used by the log's single writer. */
final class LogRetention {
    private final LogState log;
    private final LogWriter writer;

    LogRetention(LogState log, LogWriter writer) {
        this.log = log;
        this.writer = writer;
    }

    /** Returns the deletion of the files, none when nothing expired. */
    List<Deletion> deleteExpired(long nowMs) throws IOException {
        int count = Retention.expired(candidates(), log.config, log.startOffset, log.highWatermark, nowMs);
        if (count == 0) {
            return List.of();
        }
        if (count == log.segments.size()) {
            writer.roll(nowMs);
        }
        List<Segment> removed = log.segments.removeFirst(count);
        log.startOffset = Math.max(log.startOffset, log.segments.firstOffset());
        log.changeEpochs(log.epochs().truncateFromStart(log.startOffset));
        log.flush.namesChanged();
        log.publish();
        return List.of(SegmentDeletion.of(log.context.disk(), log.directory, removed, log.config.fileDeleteDelayMs()));
    }

    private List<Retention.Candidate> candidates() throws IOException {
        List<Retention.Candidate> candidates = new ArrayList<>();
        for (int index = 0; index < log.segments.size(); index++) {
            Segment segment = log.segments.get(index);
            long nextOffset = log.segments.nextOffset(index, log.endOffset);
            candidates.add(new Retention.Candidate(segment.size(), nextOffset, segment.newestMs()));
        }
        return candidates;
    }
}
