package io.ottla.actors.transaction;

import io.ottla.actors.coordinator.EntityJournal;
import io.ottla.actors.transaction.state.Transaction;
import io.ottla.actors.transaction.state.TransactionPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the broker's log, for those who look closely, how a transactional id moves on. */
final class TransactionJournal implements EntityJournal {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionJournal.class);

    private final Transaction transaction;
    private TransactionPhase phase;

    TransactionJournal(Transaction transaction) {
        this.transaction = transaction;
        this.phase = transaction.phase();
    }

    @Override
    public void noteChanges() {
        TransactionPhase now = transaction.phase();
        if (now != phase) {
            phase = now;
            LOG.debug("transactional id={} state={}", transaction.id(), now.label());
        }
    }
}
