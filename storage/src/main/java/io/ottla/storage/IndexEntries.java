package io.ottla.storage;

/**
 * The entries of a {@link SparseIndex} at one moment: the first ones in its file, the newest in arrays to which only slots beyond {@code pending} are
 * added. Immutable as far as its readers can see.
 */
final class IndexEntries {
    private static final long[] NO_KEYS = {};
    private static final int[] NO_VALUES = {};

    private final int inFile;
    private final long[] keys;
    private final int[] values;
    private final int pending;

    IndexEntries(int inFile, long[] keys, int[] values, int pending) {
        this.inFile = inFile;
        this.keys = keys;
        this.values = values;
        this.pending = pending;
    }

    static IndexEntries inFile(int count) {
        return new IndexEntries(count, NO_KEYS, NO_VALUES, 0);
    }

    int count() {
        return inFile + pending;
    }

    int inFile() {
        return inFile;
    }

    long[] keys() {
        return keys;
    }

    int[] values() {
        return values;
    }

    int pending() {
        return pending;
    }
}
