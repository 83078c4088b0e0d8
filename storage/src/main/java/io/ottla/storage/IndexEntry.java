package io.ottla.storage;

/** One entry of a {@link SparseIndex}. */
record IndexEntry(long key, int value) {}
