package io.ottla.storage.producer;

import io.ottla.storage.AbortedTransaction;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.ProducerStateSummary;
import io.ottla.storage.Rejection;
import io.ottla.storage.compaction.LastOfProducer;
import io.ottla.storage.producer.SequenceCheck.Accepted;
import io.ottla.storage.producer.SequenceCheck.Duplicate;
import io.ottla.storage.producer.SequenceCheck.Refused;
import io.ottla.storage.producer.SequenceCheck.Repeated;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All producers of one partition, and the transactions that hold back its last stable offset. Checks first, changes when the batch is in the log;
 * pure, without clock or disk. One thread.
 *
 * <p>Bounded: beyond {@code maxProducers} the producer silent longest and in no transaction is forgotten, as it would be by expiration.
 */
public final class ProducerStates {
    private static final SequenceCheck ACCEPTED = new Accepted();

    private final int maxProducers;
    // In the order of last use, the one silent longest first.
    private final Map<Long, ProducerEntry> producers = new LinkedHashMap<>(16, 0.75f, true);
    private final OpenTransactions transactions = new OpenTransactions();

    /** No producers yet. */
    public ProducerStates(int maxProducers) {
        this.maxProducers = maxProducers;
    }

    /** Whether a leader may append this batch. Only a client's sequence numbers are checked. */
    public SequenceCheck check(SequencedBatch batch, AppendOrigin origin) {
        ProducerEntry entry = producers.get(batch.producerId());
        if (entry == null) {
            return ACCEPTED;
        }
        if (origin == AppendOrigin.CLIENT && batch.epoch() == entry.epoch) {
            OptionalInt same = entry.recent.find(batch.firstSequence(), batch.lastSequence());
            if (same.isPresent()) {
                return duplicate(entry.recent, same.getAsInt());
            }
            if (entry.recent.storedEarlier(batch.firstSequence(), batch.lastSequence())) {
                return new Repeated(entry.recent.startOffset());
            }
        }
        if (batch.epoch() < entry.epoch) {
            return refusedEpoch(batch.producerId(), batch.epoch(), entry);
        }
        if (origin == AppendOrigin.CLIENT && !inSequence(batch, entry)) {
            return new Refused(
                    Rejection.OUT_OF_ORDER_SEQUENCE,
                    "producer " + batch.producerId() + " epoch " + batch.epoch() + " sends sequence number "
                            + batch.firstSequence() + ", its last in epoch " + entry.epoch + " is "
                            + entry.lastSequence());
        }
        if (entry.inTransaction() && !batch.transactional()) {
            return new Refused(
                    Rejection.INVALID_TXN_STATE,
                    "producer " + batch.producerId() + " writes outside of its open transaction");
        }
        return ACCEPTED;
    }

    /** Whether a leader may append this marker. One that comes again, when nothing is open, changes nothing and is let in. */
    public SequenceCheck check(TransactionMarker marker, AppendOrigin origin) {
        ProducerEntry entry = producers.get(marker.producerId());
        if (entry == null) {
            return ACCEPTED;
        }
        boolean mustBeNext = origin == AppendOrigin.NEXT_EPOCH_MARKER && entry.inTransaction();
        if (marker.producerEpoch() < entry.epoch || (mustBeNext && marker.producerEpoch() == entry.epoch)) {
            return refusedEpoch(marker.producerId(), marker.producerEpoch(), entry);
        }
        if (marker.coordinatorEpoch() < entry.coordinatorEpoch) {
            return new Refused(
                    Rejection.TRANSACTION_COORDINATOR_FENCED,
                    "coordinator epoch " + marker.coordinatorEpoch() + " is below " + entry.coordinatorEpoch
                            + ", the last one to end a transaction of producer " + marker.producerId());
        }
        return ACCEPTED;
    }

    /** Notes a batch that is in the log now. */
    public void append(SequencedBatch batch) {
        ProducerEntry entry = entry(batch.producerId());
        boolean opens = batch.transactional() && !entry.inTransaction();
        entry.append(batch);
        if (opens) {
            transactions.opened(batch.producerId(), batch.baseOffset());
        }
    }

    /** What appending this marker will add to the index of aborted transactions. */
    public Optional<AbortedTransaction> abortedBy(TransactionMarker marker) {
        ProducerEntry entry = producers.get(marker.producerId());
        if (marker.committed() || entry == null || !entry.inTransaction()) {
            return Optional.empty();
        }
        long stable = transactions.firstOpenExcept(marker.producerId()).orElse(marker.offset() + 1);
        return Optional.of(
                new AbortedTransaction(marker.producerId(), entry.transactionStart, marker.offset(), stable));
    }

    /** Notes a marker that is in the log now. */
    public void append(TransactionMarker marker) {
        ProducerEntry entry = entry(marker.producerId());
        if (entry.inTransaction()) {
            transactions.ended(entry.transactionStart, marker.offset());
            entry.transactionStart = ProducerEntry.NO_TRANSACTION;
        }
        entry.enterEpoch(marker.producerEpoch());
        entry.coordinatorEpoch = marker.coordinatorEpoch();
        entry.lastTimestampMs = marker.timestampMs();
    }

    /** First offset of a transaction whose end is not yet below the high watermark; nothing from there on is stable. */
    public OptionalLong firstUnstableOffset(long highWatermark) {
        return transactions.firstUnstable(highWatermark);
    }

    /** Forgets producers that were silent for so long, except those in a transaction. */
    public void expire(long nowMs, long expirationMs) {
        producers.values().removeIf(entry -> !entry.inTransaction() && nowMs - entry.lastTimestampMs >= expirationMs);
    }

    /** Whether a producer has an open transaction that it began in this epoch. */
    public boolean inTransaction(long producerId, short epoch) {
        ProducerEntry entry = producers.get(producerId);
        return entry != null && entry.inTransaction() && entry.epoch == epoch;
    }

    /** Whether any producer is known. */
    public boolean isEmpty() {
        return producers.isEmpty();
    }

    /** All producers. */
    public List<ProducerStateSummary> summaries() {
        return producers.values().stream().map(ProducerEntry::summary).toList();
    }

    /** Where each producer's last epoch and sequence number stand in the log. */
    public Map<Long, LastOfProducer> last() {
        Map<Long, LastOfProducer> last = new HashMap<>();
        producers.values().forEach(entry -> last.put(entry.producerId, entry.last()));
        return last;
    }

    /** All producers in the format of Kafka's snapshot files. */
    public ByteBuffer snapshot() {
        return ProducerSnapshot.write(producers.values());
    }

    /** Starts from the content of a snapshot file; false, and nothing changed, when it is damaged. */
    public boolean restore(ByteBuffer snapshot) {
        Optional<List<ProducerEntry>> entries = ProducerSnapshot.read(snapshot);
        entries.ifPresent(this::restore);
        return entries.isPresent();
    }

    private void restore(List<ProducerEntry> entries) {
        for (ProducerEntry entry : entries) {
            producers.put(entry.producerId, entry);
            if (entry.inTransaction()) {
                transactions.opened(entry.producerId, entry.transactionStart);
            }
        }
    }

    private ProducerEntry entry(long producerId) {
        ProducerEntry known = producers.get(producerId);
        if (known != null) {
            return known;
        }
        if (producers.size() >= maxProducers) {
            forgetOldest();
        }
        ProducerEntry created = new ProducerEntry(producerId);
        producers.put(producerId, created);
        return created;
    }

    private void forgetOldest() {
        for (Iterator<ProducerEntry> oldestFirst = producers.values().iterator(); oldestFirst.hasNext(); ) {
            if (!oldestFirst.next().inTransaction()) {
                oldestFirst.remove();
                return;
            }
        }
    }

    private static SequenceCheck duplicate(RecentBatches recent, int slot) {
        long last = recent.lastOffset(slot);
        return new Duplicate(last - recent.offsetDelta(slot), last, recent.timestamp(slot));
    }

    private static SequenceCheck refusedEpoch(long producerId, short epoch, ProducerEntry entry) {
        return new Refused(
                Rejection.INVALID_PRODUCER_EPOCH,
                "epoch " + epoch + " of producer " + producerId + " is below " + entry.epoch + ", the last one seen");
    }

    private static boolean inSequence(SequencedBatch batch, ProducerEntry entry) {
        if (entry.epoch < 0) {
            return true;
        }
        if (batch.epoch() != entry.epoch) {
            return batch.firstSequence() == 0;
        }
        int last = entry.lastSequence();
        return batch.firstSequence() == (last == Integer.MAX_VALUE ? 0 : last + 1);
    }
}
