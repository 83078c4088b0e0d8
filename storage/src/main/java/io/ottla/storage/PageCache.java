package io.ottla.storage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A guess of how long what was written or read stays in the page cache: until a quarter of the machine's memory has passed through this log directory
 * since. Any thread.
 */
final class PageCache {
    private final AtomicLong passedBytes = new AtomicLong();
    private final long keptBytes;

    PageCache(long keptBytes) {
        this.keptBytes = keptBytes;
    }

    static PageCache ofThisMachine() {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
        return new PageCache(memory / 4);
    }

    /** So many bytes have been written or read. Returns how many that makes in all. */
    long passed(long bytes) {
        return passedBytes.addAndGet(bytes);
    }

    /** Whether what was the last of so many bytes in all is likely still there; {@code moreBytes} came after it, too. */
    boolean keeps(long passedThen, long moreBytes) {
        return passedBytes.get() - passedThen + moreBytes <= keptBytes;
    }
}
