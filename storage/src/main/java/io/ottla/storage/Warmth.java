package io.ottla.storage;

/**
 * Which part of a segment's file is likely in the page cache: what this process has written at its end, and what it has read ahead last. Written by the
 * segment's writer and by whoever reads ahead, which may lose each other's ranges: then something is read once more. Any thread.
 */
final class Warmth {
    private static final long NOTHING = -1;

    private final PageCache cache;
    private volatile long writtenFrom = NOTHING;
    private volatile long writtenAt;
    // The start in the upper half, the end in the lower one.
    private volatile long readRange;
    private volatile long readAt;

    Warmth(PageCache cache) {
        this.cache = cache;
    }

    /** This range was written, at the end of the file. Only the segment's writer calls this. */
    void written(int from, int to) {
        writtenAt = cache.passed(to - from);
        if (writtenFrom == NOTHING || from < writtenFrom) {
            writtenFrom = from;
        }
    }

    /** This range was read. */
    void read(long from, long to) {
        readAt = cache.passed(to - from);
        readRange = from << Integer.SIZE | to;
    }

    /** Whether the range is likely in memory, of a file of so many bytes. */
    boolean covers(long from, long to, int size) {
        long begin = writtenFrom;
        if (begin != NOTHING && from >= begin && cache.keeps(writtenAt, size - from)) {
            return true;
        }
        long range = readRange;
        return from >= range >>> Integer.SIZE && to <= (int) range && cache.keeps(readAt, 0);
    }
}
