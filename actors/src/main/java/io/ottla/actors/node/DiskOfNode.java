package io.ottla.actors.node;

import io.ottla.actors.LogDirs;
import io.ottla.actors.partition.Home;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.StorageException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log directory and its threads; idle threads end. */
final class DiskOfNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskOfNode.class);
    private static final long IDLE_SECONDS = 10;
    private static final long LAST_WORK_SECONDS = 30;

    private final int number;
    private final LogDirectory directory;
    private final ExecutorService disk;
    private final ExecutorService flushes;
    private int logs;
    private volatile boolean failed;
    private volatile Consumer<Throwable> onFailure = failure -> {};

    DiskOfNode(int number, LogDirectory directory, int recoveryThreads) {
        this.number = number;
        this.directory = directory;
        this.disk = pool("ottla-disk-" + number, recoveryThreads, this::workFailed);
        this.flushes = pool("ottla-flush-" + number, 1, this::workFailed);
    }

    int number() {
        return number;
    }

    /** How many logs it holds; on the thread of the node's actor. */
    int logs() {
        return logs;
    }

    void gained() {
        logs++;
    }

    void lost() {
        logs--;
    }

    LogDirectory directory() {
        return directory;
    }

    Home home() {
        return new Home(directory, threads());
    }

    boolean hasFailed() {
        return failed;
    }

    /** Counts as failed from now on. Returns whether that is new. */
    boolean fail() {
        boolean isNew = !failed;
        failed = true;
        directory.futures().diskFailed();
        return isNew;
    }

    /** Has this told of what goes wrong in work that nobody waits for. */
    void onFailure(Consumer<Throwable> listener) {
        onFailure = listener;
    }

    PartitionActor.DiskThreads threads() {
        return new PartitionActor.DiskThreads(disk, flushes);
    }

    LogDirs.Description describe() {
        if (failed) {
            return offline();
        }
        try {
            return new LogDirs.Description(
                    directory.path().toString(), false, directory.totalBytes(), directory.usableBytes());
        } catch (StorageException failure) {
            tellIfDiskFailed(failure);
            return offline();
        }
    }

    private LogDirs.Description offline() {
        return new LogDirs.Description(directory.path().toString(), true, -1, -1);
    }

    @Override
    public void close() {
        boolean flushed = finish(flushes);
        boolean read = finish(disk);
        if (!flushed || !read) {
            throw new IllegalStateException("threads are still at work on the log directory " + directory.path());
        }
        try {
            directory.close();
        } catch (StorageException failure) {
            if (!failed) {
                throw failure;
            }
            LOG.warn("{}: the failed log directory could not be closed", directory.path(), failure);
        }
    }

    /** A pool whose idle threads end. */
    static ThreadPoolExecutor pool(String name, int threads, Thread.UncaughtExceptionHandler onFailure) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    thread.setUncaughtExceptionHandler(onFailure);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private void workFailed(Thread unused, Throwable failure) {
        LOG.error("{}: work on the log directory failed", directory.path(), failure);
        if (failure instanceof StorageException) {
            tellIfDiskFailed(failure);
        }
    }

    private void tellIfDiskFailed(Throwable failure) {
        if (directory.isFailedBy(failure)) {
            onFailure.accept(failure);
        }
    }

    /** Whether its last thread has ended. */
    static boolean finish(ExecutorService pool) {
        pool.shutdown();
        try {
            if (pool.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
        return false;
    }
}
