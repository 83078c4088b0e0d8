package io.ottla.storage;

/**
 * An aborted transaction, as a read_committed consumer needs it.
 *
 * @param producerId who wrote it
 * @param firstOffset its first record
 * @param lastOffset its abort marker
 * @param lastStableOffset the last stable offset once it was aborted
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
