package io.ottla.storage.compaction;

import java.util.Map;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetention;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetentionResult;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Decides record by record what a compacted log keeps (KIP-534 for tombstones and markers). A tombstone, and a marker whose transaction has no record
 * left, gets a horizon when it is met for the first time and goes when the horizon has passed.
 *
 * <p>An emptied batch stays, as its header alone, where it is the last of a segment or of an active producer. Batches come in the order of the log.
 */
public final class CompactionFilter extends RecordFilter {
    private final OffsetMap map;
    private final TransactionTracker transactions;
    private final Map<Long, LastOfProducer> producers;
    private boolean lastOfSegment;
    private boolean discardRecords;
    private long recordsRead;
    private long recordsWithoutKey;

    /** Decides by what the map knows; horizons are set at {@code nowMs + deleteRetentionMs}. */
    public CompactionFilter(
            long nowMs,
            long deleteRetentionMs,
            OffsetMap map,
            TransactionTracker transactions,
            Map<Long, LastOfProducer> producers) {
        super(nowMs, deleteRetentionMs);
        this.map = map;
        this.transactions = transactions;
        this.producers = producers;
    }

    /** Says whether the batch that comes next is the last of its segment. */
    public void nextIsLastOfSegment(boolean isLast) {
        lastOfSegment = isLast;
    }

    /** Records met. */
    public long recordsRead() {
        return recordsRead;
    }

    /** Records dropped because they have no key, which a compacted topic does not accept. */
    public long recordsWithoutKey() {
        return recordsWithoutKey;
    }

    @Override
    protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
        boolean obsolete = transactions.isObsolete(batch);
        discardRecords = obsolete && (!batch.isControlBatch() || isBeyondHorizon(batch));
        boolean keep = lastOfSegment || isLastOfProducer(batch);
        BatchRetention emptied = keep
                ? BatchRetention.RETAIN_EMPTY
                : discardRecords ? BatchRetention.DELETE : BatchRetention.DELETE_EMPTY;
        return new BatchRetentionResult(emptied, obsolete && batch.isControlBatch());
    }

    @Override
    protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
        recordsRead++;
        if (discardRecords) {
            return false;
        }
        if (batch.isControlBatch() || record.offset() > map.latestOffset()) {
            return true;
        }
        if (!record.hasKey()) {
            recordsWithoutKey++;
            return false;
        }
        return record.offset() >= map.firstKept(record.key()) && (record.hasValue() || !isBeyondHorizon(batch));
    }

    private boolean isLastOfProducer(RecordBatch batch) {
        LastOfProducer last = batch.hasProducerId() ? producers.get(batch.producerId()) : null;
        return last != null && last.isIn(batch);
    }

    private boolean isBeyondHorizon(RecordBatch batch) {
        return batch.deleteHorizonMs().orElse(Long.MAX_VALUE) <= currentTime;
    }
}
