package io.ottla.storage;

/**
 * Why one record of a refused batch is refused (KIP-467).
 *
 * @param batchIndex the record's place in the batch, from 0
 * @param message why
 */
public record RecordError(int batchIndex, String message) {}
