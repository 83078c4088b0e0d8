package io.ottla.storage;

import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;

/** Finds records by timestamp: segment by its largest, position by the time index, then batch by batch, and record by record in the one batch. */
final class TimestampLookup {
    private final LogView view;

    TimestampLookup(LogView view) {
        this.view = view;
    }

    Optional<OffsetAndTimestamp> first(long timestampMs) {
        for (int index = 0; index < view.segmentCount(); index++) {
            Optional<OffsetAndTimestamp> found = inSegment(view.segment(index), timestampMs);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Optional<OffsetAndTimestamp> max() {
        long max = -1;
        for (int index = 0; index < view.segmentCount(); index++) {
            max = Math.max(max, maxOf(view.segment(index)));
        }
        return max < 0 ? Optional.empty() : first(max);
    }

    private long maxOf(SegmentView segment) {
        try {
            return segment.maxTimestamp().timestampMs();
        } catch (IOException failure) {
            if (view.isOutdated()) {
                return -1;
            }
            throw view.failed("looking for the largest timestamp", failure);
        }
    }

    private Optional<OffsetAndTimestamp> inSegment(SegmentView segment, long timestampMs) {
        OpenFile file = null;
        try {
            if (segment.size() == 0 || segment.maxTimestamp().timestampMs() < timestampMs) {
                return Optional.empty();
            }
            file = segment.acquire();
            return inSegment(segment, file, timestampMs);
        } catch (SegmentGoneException deletedMeanwhile) {
            return Optional.empty();
        } catch (IOException | StorageException failure) {
            if (view.isOutdated()) {
                return Optional.empty();
            }
            throw view.failed("looking for timestamp " + timestampMs, failure);
        } finally {
            if (file != null) {
                file.release();
            }
        }
    }

    private Optional<OffsetAndTimestamp> inSegment(SegmentView segment, OpenFile file, long timestampMs)
            throws IOException {
        long start = Math.max(view.logStartOffset(), segment.startOfTimestampSearch(timestampMs));
        BatchCursor cursor = segment.cursorNear(file.channel(), start);
        while (cursor.next()) {
            if (cursor.lastOffset() >= start && cursor.maxTimestamp() >= timestampMs && !cursor.isControl()) {
                Optional<OffsetAndTimestamp> found = inBatch(cursor, timestampMs);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        segment.requireIntact(cursor);
        return Optional.empty();
    }

    private Optional<OffsetAndTimestamp> inBatch(BatchCursor cursor, long timestampMs) throws IOException {
        int epoch = cursor.leaderEpoch();
        for (Record record : MemoryRecords.readableRecords(cursor.batchBytes()).records()) {
            if (record.timestamp() >= timestampMs && record.offset() >= view.logStartOffset()) {
                return Optional.of(new OffsetAndTimestamp(record.offset(), record.timestamp(), epoch));
            }
        }
        return Optional.empty();
    }
}
