package io.ottla.storage.compaction;

/** How fast a compaction may go, and whether it may go on. */
@FunctionalInterface
public interface Pace {
    /**
     * So many bytes were read or written. Blocks for as long as the bound on I/O asks; throws {@link java.util.concurrent.CancellationException} when
     * the work shall end.
     */
    void moved(long bytes);
}
