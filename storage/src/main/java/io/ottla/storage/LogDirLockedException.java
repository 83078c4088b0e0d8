package io.ottla.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another process, or another instance in this one, uses the log directory. */
public final class LogDirLockedException extends StorageException {
    /** Names the lock file that somebody else holds. */
    public LogDirLockedException(Path lockFile, @Nullable Throwable cause) {
        super(
                "log directory " + lockFile.getParent() + " is in use by another process (lock file "
                        + lockFile.getFileName() + "): stop that process or choose another directory",
                cause);
    }
}
