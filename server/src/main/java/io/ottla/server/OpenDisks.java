package io.ottla.server;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.node.Disks;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirLockedException;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import io.ottla.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's log directories while they are open, and whether they were and will be closed cleanly. */
final class OpenDisks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDisks.class);

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
     * Opens and locks them. One whose disk fails is left out, and what is in it is offline, as long as there is another.
     *
     * @throws StartFailure if another process has one, or none can be used
     */
    static OpenDisks open(FoundFolders found, BrokerSettings settings) {
        LogDirectoryOptions options = new LogDirectoryOptions(
                settings.getLong("producer.id.expiration.ms"),
                OpenFiles.idlePerDirectory(found.logDirs().size()),
                LogDirectoryOptions.DEFAULT.maxProducersPerLog());
        List<LogDirectory> opened = new ArrayList<>();
        List<Path> logDirs = found.logDirs();
        List<Path> absent = new ArrayList<>(found.absent());
        try {
            for (Path dir : logDirs) {
                open(dir, options).ifPresentOrElse(opened::add, () -> absent.add(dir));
            }
            if (opened.isEmpty()) {
                throw StartFailure.failed("no log directory can be used: " + logDirs);
            }
        } catch (RuntimeException failure) {
            opened.forEach(LogDirectory::close);
            throw failure;
        }
        Disks disks = new Disks(
                opened,
                absent,
                settings.getInt("num.recovery.threads.per.data.dir"),
                settings.findString("num.replica.alter.log.dirs.threads")
                        .map(Integer::valueOf)
                        .orElse(opened.size()));
        return new OpenDisks(
                logDirs, disks, absent.isEmpty() ? CleanShutdown.take(logDirs) : forgetCleanShutdown(opened));
    }

    /** What is in a directory that is not there nobody knows, so the shutdown does not count as clean. */
    private static long forgetCleanShutdown(List<LogDirectory> opened) {
        long unused = CleanShutdown.take(opened.stream().map(LogDirectory::path).toList());
        return CleanShutdown.NOT_CLEAN;
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
        if (closingEpoch != CleanShutdown.NOT_CLEAN && !disks.anyFailed()) {
            CleanShutdown.leave(logDirs, closingEpoch);
        }
    }

    /** Empty if the disk fails: the node does without it. */
    private static Optional<LogDirectory> open(Path dir, LogDirectoryOptions options) {
        try {
            return Optional.of(LogDirectory.open(Disk.real(), dir, options));
        } catch (LogDirLockedException e) {
            throw StartFailure.failed(FolderLock.inUse(dir), e);
        } catch (StorageException e) {
            LOG.error("the log directory {} cannot be used and is offline", dir, e);
            return Optional.empty();
        }
    }
}
