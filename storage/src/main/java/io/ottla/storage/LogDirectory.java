package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a broker's {@code log.dirs}: a folder locked for this instance alone, with a folder for each partition and the checkpoints of all of them.
 *
 * <pre>
 * .lock                               held as long as the directory is open
 * .kafka_cleanshutdown                there only after a clean shutdown
 * recovery-point-offset-checkpoint    below it, everything is on disk
 * log-start-offset-checkpoint
 * replication-offset-checkpoint       high watermarks
 * topic-0/                            see {@link PartitionLog}
 * </pre>
 *
 * Methods may be called from any thread; opening and deleting of one partition by one thread at a time. A {@link StorageException} means that the
 * log cannot be used; {@link #isFailedBy} tells whether the whole disk failed.
 */
public final class LogDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);
    private static final String LOCK_FILE = ".lock";
    private static final String CHECK_FILE = ".disk-check";

    private final LogContext context;
    private final Path path;
    private final AutoCloseable lock;
    private final boolean cleanBefore;
    private final DirectoryCheckpoints checkpoints;
    private final Map<TopicPartition, FoundLog> found = new ConcurrentHashMap<>();
    private final Map<TopicPartition, PartitionLog> logs = new ConcurrentHashMap<>();
    private final FutureLogs futures;
    private final Object checking = new Object();
    private volatile boolean othersMissing;

    private LogDirectory(LogContext context, Path path, AutoCloseable lock) throws IOException {
        this.context = context;
        this.path = path;
        this.lock = lock;
        this.cleanBefore = CleanShutdownFile.take(context.disk(), path);
        this.checkpoints = context.checkpoints();
        this.futures = new FutureLogs(this, context);
        for (DirectoryEntry entry : context.disk().list(path)) {
            if (entry.directory()) {
                findOrFinishOff(entry.name());
            }
        }
    }

    /**
     * Opens a log directory, which is created where missing. Finds its partitions and finishes deletions that were under way. Throws
     * {@link LogDirLockedException} when another instance uses it.
     */
    public static LogDirectory open(Disk disk, Path path, LogDirectoryOptions options) {
        AutoCloseable lock = null;
        try {
            disk.createDirectories(path);
            lock = disk.lock(path.resolve(LOCK_FILE));
            return new LogDirectory(LogContext.create(disk, path, options), path, lock);
        } catch (IOException failure) {
            StorageException failed = new StorageException(path + ": the log directory cannot be opened", failure);
            unlock(lock).ifPresent(failed::addSuppressed);
            throw failed;
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Whether it was shut down cleanly before, so that logs need no recovery. */
    public boolean wasCleanlyShutDown() {
        return cleanBefore;
    }

    /** The partitions found when it was opened, except those deleted since. */
    public List<FoundLog> found() {
        return List.copyOf(found.values());
    }

    /** The copies on their way here from other log directories. */
    public FutureLogs futures() {
        return futures;
    }

    /**
     * Another log directory of this node is not there, or has failed: it may come back with older logs of the same partitions. Logs that are made here
     * or moved here from now on are marked as newer than those, see {@link SecondLogs}.
     */
    public void othersAreMissing() {
        othersMissing = true;
    }

    boolean othersMissing() {
        return othersMissing;
    }

    /**
     * Whether this failure is the disk's, and not only that of one log. Where the failure does not tell, the disk is asked: a file is written, forced
     * and deleted, which waits for it.
     */
    public boolean isFailedBy(Throwable failure) {
        return DiskErrors.isOfTheDisk(failure) || !works();
    }

    private boolean works() {
        synchronized (checking) {
            try {
                AtomicFile.replaceDurably(context.disk(), path, CHECK_FILE, "writable\n");
                context.disk().delete(path.resolve(CHECK_FILE));
                return true;
            } catch (IOException failure) {
                return DiskErrors.isOutOfSpace(failure) || DiskErrors.isOfTheProcess(failure);
            }
        }
    }

    /**
     * Opens a partition's log, after recovery where that is needed, or creates it. Must not be open already; a folder of another topic with the same
     * name has to be deleted first, see {@link #deleteFound}.
     */
    public PartitionLog openLog(TopicPartition partition, Uuid topicId, LogConfig config, long nowMs) {
        PartitionLog known = logs.get(partition);
        if (known != null && known.state() == PartitionLog.State.OPEN) {
            throw new IllegalStateException(partition + " is open already");
        }
        FoundLog existing = found.get(partition);
        if (existing != null && !existing.topicId().equals(topicId)) {
            throw new IllegalStateException(existing.path() + " belongs to topic " + existing.topicId() + ", not to "
                    + topicId + ": delete it first");
        }
        Path folder = path.resolve(PartitionFolder.name(partition));
        if (existing == null) {
            create(folder, partition, topicId, nowMs);
        }
        boolean clean = known == null ? cleanBefore : known.state() == PartitionLog.State.CLOSED;
        LogOpening opening = new LogOpening(
                partition,
                topicId,
                folder,
                checkpoints.recoveryPoint(partition),
                checkpoints.logStart(partition),
                checkpoints.highWatermark(partition),
                clean && existing != null);
        PartitionLog log = PartitionLog.open(context, opening, config, nowMs);
        opened(log);
        return log;
    }

    /** Deletes a partition: gone at once, also after a crash; its files go when the returned deletion is run. */
    public Deletion deleteLog(PartitionLog log) {
        log.markGone();
        return delete(log.partition(), log.directory());
    }

    /** Deletes a partition that was found but not opened, as one of a topic deleted while this broker was away. */
    public Deletion deleteFound(FoundLog stale) {
        if (logs.containsKey(stale.partition())) {
            throw new IllegalStateException(stale.path() + " is open");
        }
        return delete(stale.partition(), stale.path());
    }

    /** Renames a partition that was found, not opened, so that nothing takes it for the partition any more: there is another of that name. */
    public void setAside(FoundLog second) {
        try {
            found.remove(second.partition());
            setAside(second.partition(), second.path());
        } catch (IOException failure) {
            throw new StorageException(second.path() + ": the partition cannot be renamed", failure);
        }
    }

    /**
     * Writes recovery points, log starts and high watermarks of all logs, forced to disk, and closes files that have not been used since the last time.
     */
    public void checkpoint() {
        try {
            writeCheckpoints();
        } catch (IOException failure) {
            throw new StorageException(path + ": writing the checkpoints failed", failure);
        }
        context.handles().sweepIdle();
    }

    /** Files held open at the moment. */
    public int openFiles() {
        return context.handles().openCount();
    }

    /** Bytes that can still be written to the disk. */
    public long usableBytes() {
        try {
            return context.disk().usableBytes(path);
        } catch (IOException failure) {
            throw new StorageException(path + ": asking for the free space failed", failure);
        }
    }

    /** The size of the disk. */
    public long totalBytes() {
        try {
            return context.disk().totalBytes(path);
        } catch (IOException failure) {
            throw new StorageException(path + ": asking for the size of the disk failed", failure);
        }
    }

    /** Forces all logs to disk, marks the shutdown as clean unless a log failed or was abandoned, and gives the folder free. */
    @Override
    public void close() {
        try {
            boolean clean = true;
            for (PartitionLog log : logs.values()) {
                log.close();
                clean &= log.state() == PartitionLog.State.CLOSED;
            }
            clean &= futures.close();
            writeCheckpoints();
            if (clean) {
                CleanShutdownFile.write(context.disk(), path);
            }
        } catch (IOException failure) {
            throw new StorageException(path + ": closing the log directory failed", failure);
        } finally {
            unlock(lock).ifPresent(failure -> LOG.warn("{}: unlocking failed", path, failure));
        }
    }

    /** A partition's log is open here. */
    void opened(PartitionLog log) {
        found.put(log.partition(), new FoundLog(log.partition(), log.topicId(), log.directory()));
        logs.put(log.partition(), log);
    }

    private void writeCheckpoints() throws IOException {
        checkpoints.write(logs.values());
    }

    private void create(Path folder, TopicPartition partition, Uuid topicId, long nowMs) {
        try {
            checkpoints.forgetForGood(partition);
            context.disk().createDirectories(folder);
            if (othersMissing) {
                futures.mark(folder, futures.numberAbove(0, nowMs), this);
            }
            PartitionMetadataFile.write(context.disk(), folder, topicId);
        } catch (IOException failure) {
            throw new StorageException(folder + ": the partition's folder cannot be created", failure);
        }
    }

    private Deletion delete(TopicPartition partition, Path folder) {
        logs.remove(partition);
        found.remove(partition);
        checkpoints.forget(partition);
        Path doomed = path.resolve(PartitionFolder.deletedName(partition));
        try {
            context.disk().rename(folder, doomed);
            context.disk().syncDirectory(path);
        } catch (IOException failure) {
            throw new StorageException(folder + ": the partition cannot be deleted", failure);
        }
        return new Deletion(folder.toString(), 0, () -> {
            try {
                deleteFolder(doomed);
            } catch (IOException failure) {
                throw new StorageException(doomed + ": cannot be deleted", failure);
            }
        });
    }

    private void findOrFinishOff(String name) throws IOException {
        Path folder = path.resolve(name);
        if (PartitionFolder.isDeleted(name)) {
            deleteFolder(folder);
            return;
        }
        if (PartitionFolder.parseFuture(name).isPresent()) {
            futures.foundFolder(folder, PartitionFolder.parseFuture(name).getAsInt(), cleanBefore);
            return;
        }
        Optional<TopicPartition> partition = PartitionFolder.parse(name);
        if (partition.isEmpty()) {
            return;
        }
        Optional<Uuid> topicId = PartitionMetadataFile.read(context.disk(), folder);
        if (topicId.isPresent()) {
            found.put(partition.get(), new FoundLog(partition.get(), topicId.get(), folder));
        } else {
            LOG.warn("{}: no intact {}, so its topic is unknown", folder, PartitionMetadataFile.NAME);
            setAside(partition.get(), folder);
        }
    }

    /** What was never flushed was promised to nobody; anything else stays under another name. */
    private void setAside(TopicPartition partition, Path folder) throws IOException {
        checkpoints.forget(partition);
        boolean empty = context.disk().list(folder).stream()
                .noneMatch(entry -> entry.name().endsWith(SegmentFiles.LOG) && entry.bytes() > 0);
        if (empty) {
            deleteFolder(folder);
            return;
        }
        Path stray = path.resolve(PartitionFolder.strayName(partition));
        LOG.warn("{}: renamed to {}", folder, stray);
        context.disk().rename(folder, stray);
    }

    void deleteFolder(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        context.disk().list(folder).forEach(entry -> files.add(folder.resolve(entry.name())));
        for (Path file : files) {
            context.disk().delete(file);
        }
        context.disk().delete(folder);
    }

    private static Optional<Exception> unlock(@Nullable AutoCloseable lock) {
        try {
            if (lock != null) {
                lock.close();
            }
            return Optional.empty();
        } catch (Exception failure) {
            return Optional.of(failure);
        }
    }
}
