package io.ottla.storage.producer;

import io.ottla.storage.ProducerStateSummary;
import io.ottla.storage.compaction.LastOfProducer;

/** One producer's last known state in one partition. Owned by {@link ProducerStates}. */
final class ProducerEntry {
    static final long NO_TRANSACTION = -1;

    final long producerId;
    final RecentBatches recent = new RecentBatches();
    short epoch = -1;
    int coordinatorEpoch = -1;
    long lastTimestampMs = -1;
    long transactionStart = NO_TRANSACTION;

    ProducerEntry(long producerId) {
        this.producerId = producerId;
    }

    boolean inTransaction() {
        return transactionStart != NO_TRANSACTION;
    }

    int lastSequence() {
        return recent.isEmpty() ? -1 : recent.lastSequence(recent.newest());
    }

    /** A new epoch starts with no batches remembered. */
    void enterEpoch(short newEpoch) {
        if (newEpoch != epoch) {
            recent.clear();
            epoch = newEpoch;
        }
    }

    void append(SequencedBatch batch) {
        enterEpoch(batch.epoch());
        recent.add(
                batch.lastSequence(),
                batch.lastOffset(),
                (int) (batch.lastOffset() - batch.baseOffset()),
                batch.maxTimestampMs());
        lastTimestampMs = batch.maxTimestampMs();
        if (batch.transactional() && !inTransaction()) {
            transactionStart = batch.baseOffset();
        }
    }

    LastOfProducer last() {
        return new LastOfProducer(epoch, recent.isEmpty() ? -1 : recent.lastOffset(recent.newest()));
    }

    ProducerStateSummary summary() {
        return new ProducerStateSummary(
                producerId, epoch, lastSequence(), lastTimestampMs, coordinatorEpoch, transactionStart);
    }
}
