package io.ottla.actors.coordinator.state;

/**
 * How the transaction of a producer ends.
 *
 * @param producer whose it is; with transactions of version 2 the epoch is one above that of its records (KIP-890)
 * @param coordinatorEpoch the leader epoch of the transaction coordinator, which fences its predecessors (safety rule G3)
 * @param nextEpoch whether the producer's epoch must be above that of its records (version 2)
 * @param committed whether it commits, else it aborts
 */
public record TransactionEnd(
        TransactionalProducer producer, int coordinatorEpoch, boolean committed, boolean nextEpoch) {}
