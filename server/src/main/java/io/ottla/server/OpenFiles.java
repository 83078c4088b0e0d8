package io.ottla.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files the log directories may hold open while nobody uses them, whatever the number of partitions: half of what the process may open,
 * so that the other half is for connections and for files in use.
 */
final class OpenFiles {
    private static final long IDLE_MAX = 10_000;
    private static final long PER_DIRECTORY_MIN = 16;

    private OpenFiles() {}

    /** The share of one of so many directories. */
    static int idlePerDirectory(int directories) {
        return idlePerDirectory(directories, allowed());
    }

    static int idlePerDirectory(int directories, long allowed) {
        return (int) Math.max(PER_DIRECTORY_MIN, Math.min(IDLE_MAX, allowed / 2) / directories);
    }

    private static long allowed() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
