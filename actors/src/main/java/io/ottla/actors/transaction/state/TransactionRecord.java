package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.CoordinatorRecord;

/** What the transaction topic tells of a transactional id. */
public sealed interface TransactionRecord extends CoordinatorRecord {
    /** It stands thus now. */
    record Stored(String entityId, StoredTransaction transaction) implements TransactionRecord {}

    /** It expired. */
    record Forgotten(String entityId) implements TransactionRecord {}
}
