package io.ottla.actors.partition;

/**
 * Somebody who waits for a partition to grow: a fetch whose {@code min.bytes} are not there yet.
 *
 * <p>Registered with any number of partitions at once; each calls {@link #wake} when it has something, on its own thread.
 */
public interface DataWaiter {
    /** There may be more to read, or the partition can no longer be read here. May be called more than once. */
    void wake();

    /** Whether nobody waits any more, so that the partition may forget this waiter. */
    boolean finished();
}
