package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The marker of a clean shutdown: while it is there, every log was forced to disk and nothing has been written since. */
final class CleanShutdownFile {
    static final String NAME = ".kafka_cleanshutdown";

    private static final String CONTENT = "{\"version\":0,\"brokerEpoch\":-1}";

    private CleanShutdownFile() {}

    static void write(Disk disk, Path logDirectory) throws IOException {
        AtomicFile.replaceDurably(disk, logDirectory, NAME, CONTENT);
    }

    /** Whether the last shutdown was clean; from now on it was not, until the marker is written again. */
    static boolean take(Disk disk, Path logDirectory) throws IOException {
        Path marker = logDirectory.resolve(NAME);
        if (!disk.exists(marker)) {
            return false;
        }
        disk.delete(marker);
        disk.syncDirectory(logDirectory);
        return true;
    }
}
