package io.ottla.server;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.node.Disks;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirLockedException;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node's log directories while they are open, and whether they were and will be closed cleanly. */
final class OpenDisks implements AutoCloseable {
    private final List<Path> logDirs;
    private final Disks disks;
    private final long cleanShutdownEpoch;
    private long closingEpoch = CleanShutdown.NOT_CLEAN;

    private OpenDisks(List<Path> logDirs, Disks disks, long cleanShutdownEpoch) {
        this.logDirs = logDirs;
        this.disks = disks;
        this.cleanShutdownEpoch = cleanShutdownEpoch;
    }

    /**
     * Opens and locks them.
     *
     * @throws StartFailure if another process has one
     */
    static OpenDisks open(List<Path> logDirs, BrokerSettings settings) {
        LogDirectoryOptions options = new LogDirectoryOptions(
                settings.getLong("producer.id.expiration.ms"),
                LogDirectoryOptions.DEFAULT.maxOpenFiles(),
                LogDirectoryOptions.DEFAULT.maxProducersPerLog());
        List<LogDirectory> opened = new ArrayList<>();
        try {
            for (Path dir : logDirs) {
                opened.add(open(dir, options));
            }
        } catch (RuntimeException failure) {
            opened.forEach(LogDirectory::close);
            throw failure;
        }
        Disks disks = new Disks(opened, settings.getInt("num.recovery.threads.per.data.dir"));
        return new OpenDisks(logDirs, disks, CleanShutdown.take(logDirs));
    }

    Disks disks() {
        return disks;
    }

    /** The broker epoch of the last clean shutdown. */
    long cleanShutdownEpoch() {
        return cleanShutdownEpoch;
    }

    /** All logs are closed by the broker that had this epoch. */
    void closedCleanlyAt(long brokerEpoch) {
        closingEpoch = brokerEpoch;
    }

    @Override
    public void close() {
        disks.close();
        if (closingEpoch != CleanShutdown.NOT_CLEAN) {
            CleanShutdown.leave(logDirs, closingEpoch);
        }
    }

    private static LogDirectory open(Path dir, LogDirectoryOptions options) {
        try {
            return LogDirectory.open(Disk.real(), dir, options);
        } catch (LogDirLockedException e) {
            throw StartFailure.failed(FolderLock.inUse(dir), e);
        }
    }
}
