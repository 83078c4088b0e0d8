package io.ottla.storage.compaction;

import io.ottla.storage.AbortedTransaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Tells, batch by batch in the order of a log, which belong to aborted transactions, and which markers have outlived their transaction's records. Pure;
 * remembers only the transactions open at the batch it is at.
 */
public final class TransactionTracker {
    private final Deque<AbortedTransaction> aborted;
    private final Map<Long, Ongoing> ongoingAborted = new HashMap<>();
    private final Set<Long> ongoingCommitted = new HashSet<>();
    private final List<AbortedTransaction> keptAborts = new ArrayList<>();

    /** An aborted transaction whose marker is still to come. */
    private static final class Ongoing {
        final AbortedTransaction transaction;
        boolean hasRecords;

        Ongoing(AbortedTransaction transaction) {
            this.transaction = transaction;
        }
    }

    /** Starts before the first batch, knowing the aborted transactions of all that will come. */
    public TransactionTracker(List<AbortedTransaction> aborted) {
        List<AbortedTransaction> sorted = new ArrayList<>(aborted);
        sorted.sort(Comparator.comparingLong(AbortedTransaction::firstOffset));
        this.aborted = new ArrayDeque<>(sorted);
    }

    /** Takes the next batch. Returns whether nobody needs its records: they were aborted, or it is a marker of a transaction that has none left. */
    public boolean isObsolete(RecordBatch batch) {
        while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
            AbortedTransaction begun = aborted.remove();
            ongoingAborted.putIfAbsent(begun.producerId(), new Ongoing(begun));
        }
        return batch.isControlBatch() ? isObsoleteMarker(batch) : isAborted(batch);
    }

    /** The aborted transactions whose markers had to stay, since this was last asked. */
    public List<AbortedTransaction> takeKeptAborts() {
        List<AbortedTransaction> taken = List.copyOf(keptAborts);
        keptAborts.clear();
        return taken;
    }

    private boolean isAborted(RecordBatch batch) {
        if (!batch.isTransactional()) {
            return false;
        }
        Ongoing ongoing = ongoingAborted.get(batch.producerId());
        if (ongoing == null) {
            ongoingCommitted.add(batch.producerId());
            return false;
        }
        ongoing.hasRecords = true;
        return true;
    }

    private boolean isObsoleteMarker(RecordBatch batch) {
        Iterator<Record> records = batch.iterator();
        if (!records.hasNext()) {
            // Left from a marker that was obsolete before.
            return true;
        }
        ControlRecordType type = ControlRecordType.parse(records.next().key());
        if (type == ControlRecordType.COMMIT) {
            return !ongoingCommitted.remove(batch.producerId());
        }
        if (type != ControlRecordType.ABORT) {
            return false;
        }
        Ongoing ended = ongoingAborted.remove(batch.producerId());
        if (ended == null || !ended.hasRecords) {
            return true;
        }
        keptAborts.add(ended.transaction);
        return false;
    }
}
