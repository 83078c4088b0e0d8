package io.ottla.storage;

import io.ottla.storage.compaction.Pace;
import java.io.IOException;
import java.util.Iterator;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;

/** Reads the batches of a sealed segment for a compaction, each checked before it is believed. One thread. */
final class SegmentScan {
    private final Pace pace;

    SegmentScan(Pace pace) {
        this.pace = pace;
    }

    /** Takes the batches one after the other. */
    interface Visitor {
        /** Returns whether to go on. The records' bytes are valid until it returns. */
        boolean visit(MemoryRecords records, MutableRecordBatch batch, boolean isLast) throws IOException;
    }

    /**
     * Visits the batches from the one that holds this offset on. Returns whether it came to the end. Throws {@link StorageException} at a damaged batch:
     * to write it anew would give the damage a valid checksum.
     */
    boolean scan(SegmentView segment, long from, Visitor visitor) throws IOException {
        OpenFile file = segment.acquire();
        try {
            int start = from <= segment.baseOffset() ? 0 : segment.positionOf(file.channel(), from);
            BatchCursor cursor = new BatchCursor(file.channel(), start, segment.size(), BatchCursor.SCAN_WINDOW);
            long previous = segment.baseOffset() - 1;
            while (cursor.next()) {
                int bytes = cursor.sizeInBytes();
                pace.moved(bytes);
                // No checksum covers the offsets.
                if (cursor.baseOffset() <= previous) {
                    throw new StorageException(segment.segment().log().path() + ": batch at position "
                            + cursor.position() + " has offset " + cursor.baseOffset() + ", expected one above "
                            + previous);
                }
                previous = cursor.lastOffset();
                if (!cursor.crcMatches()) {
                    throw new StorageException(
                            segment.segment().log().path() + ": wrong checksum of the batch at position "
                                    + cursor.position() + ", offset " + cursor.baseOffset());
                }
                boolean isLast = cursor.position() + bytes == segment.size();
                MemoryRecords records = MemoryRecords.readableRecords(cursor.batchBytes());
                Iterator<MutableRecordBatch> batches = records.batches().iterator();
                if (!visitor.visit(records, batches.next(), isLast)) {
                    return false;
                }
            }
            segment.requireIntact(cursor);
            return true;
        } finally {
            file.release();
        }
    }
}
