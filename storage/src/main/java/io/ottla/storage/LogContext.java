package io.ottla.storage;

import io.ottla.storage.batch.BatchValidator;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What all logs of a directory share.
 *
 * @param disk the disk
 * @param root the log directory
 * @param handles the open files
 * @param options the directory's settings
 * @param checkpoints the offsets that survive a crash
 * @param validators one for each thread that appends, because its buffers are too large to have one for each log
 */
record LogContext(
        Disk disk,
        Path root,
        FileHandles handles,
        LogDirectoryOptions options,
        DirectoryCheckpoints checkpoints,
        ThreadLocal<BatchValidator> validators) {
    static LogContext create(Disk disk, Path root, LogDirectoryOptions options) throws IOException {
        return new LogContext(
                disk,
                root,
                new FileHandles(disk, options.maxOpenFiles(), PageCache.ofThisMachine()),
                options,
                DirectoryCheckpoints.read(disk, root),
                ThreadLocal.withInitial(BatchValidator::new));
    }
}
