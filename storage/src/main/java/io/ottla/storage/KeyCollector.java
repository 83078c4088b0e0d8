package io.ottla.storage;

import io.ottla.storage.compaction.OffsetMap;
import io.ottla.storage.compaction.TransactionTracker;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.CloseableIterator;

/** Fills the key map of a compaction from the records that were not compacted yet. Records of aborted transactions do not count. One thread. */
final class KeyCollector {
    private final SegmentScan scan;
    private final OffsetMap map;
    private final BufferSupplier buffers;

    KeyCollector(SegmentScan scan, OffsetMap map, BufferSupplier buffers) {
        this.scan = scan;
        this.map = map;
        this.buffers = buffers;
    }

    /** Notes every key of the records from an offset on. Returns where it came to: the end, or as far as the map has room. */
    long collectDirty(List<SegmentView> segments, long from, long end, List<AbortedTransaction> aborted)
            throws IOException {
        TransactionTracker transactions = new TransactionTracker(aborted);
        for (SegmentView segment : segments) {
            boolean complete = scan.scan(segment, from, (records, batch, isLast) -> {
                boolean fits = transactions.isObsolete(batch) || batch.isControlBatch() || putAll(batch, from);
                if (fits) {
                    map.lookedAtUpTo(batch.lastOffset());
                }
                return fits;
            });
            if (!complete) {
                return map.latestOffset() + 1;
            }
        }
        return end;
    }

    /**
     * Looks through what was compacted before for more records of the keys in the map: needed where more than one version is kept, because the older
     * ones of them are there.
     */
    void collectClean(List<SegmentView> segments, long to, List<AbortedTransaction> aborted) throws IOException {
        TransactionTracker transactions = new TransactionTracker(aborted);
        for (SegmentView segment : segments) {
            scan.scan(segment, segment.baseOffset(), (records, batch, isLast) -> {
                if (batch.baseOffset() >= to) {
                    return false;
                }
                if (!transactions.isObsolete(batch) && !batch.isControlBatch()) {
                    putKnown(batch, to);
                }
                return true;
            });
        }
    }

    private boolean putAll(MutableRecordBatch batch, long from) {
        try (CloseableIterator<Record> records = batch.streamingIterator(buffers)) {
            while (records.hasNext()) {
                Record record = records.next();
                boolean counts = record.hasKey() && record.offset() >= from;
                if (counts && !map.put(record.key(), record.offset(), !record.hasValue())) {
                    return false;
                }
            }
            return true;
        }
    }

    private void putKnown(MutableRecordBatch batch, long to) {
        try (CloseableIterator<Record> records = batch.streamingIterator(buffers)) {
            records.forEachRemaining(record -> {
                if (record.hasKey() && record.offset() < to) {
                    map.putIfKnown(record.key(), record.offset(), !record.hasValue());
                }
            });
        }
    }
}
