package io.ottla.storage;

/** How often a log has been cut. Counted by its writer before the file is cut, and looked at by readers after they have read: any thread. */
final class Truncations {
    private volatile long count;

    long count() {
        return count;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the log's single writer counts
    void begin() {
        count++;
    }
}
