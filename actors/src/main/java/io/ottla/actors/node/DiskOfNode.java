package io.ottla.actors.node;

import io.ottla.actors.LogDirs;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.storage.LogDirectory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One log directory and its threads; idle threads end. */
final class DiskOfNode implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long LAST_WORK_SECONDS = 30;

    private final int number;
    private final LogDirectory directory;
    private final ExecutorService disk;
    private final ExecutorService flushes;
    private int logs;
    private volatile boolean failed;

    DiskOfNode(int number, LogDirectory directory, int recoveryThreads) {
        this.number = number;
        this.directory = directory;
        this.disk = pool("ottla-disk-" + number, recoveryThreads);
        this.flushes = pool("ottla-flush-" + number, 1);
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

    boolean hasFailed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    PartitionActor.DiskThreads threads() {
        return new PartitionActor.DiskThreads(disk, flushes);
    }

    LogDirs.Description describe() {
        return failed
                ? new LogDirs.Description(directory.path().toString(), true, -1, -1)
                : new LogDirs.Description(
                        directory.path().toString(), false, directory.totalBytes(), directory.usableBytes());
    }

    @Override
    public void close() {
        boolean flushed = finish(flushes);
        boolean read = finish(disk);
        if (!flushed || !read) {
            throw new IllegalStateException("threads are still at work on the log directory " + directory.path());
        }
        directory.close();
    }

    private static ExecutorService pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Whether its last thread has ended. */
    private static boolean finish(ExecutorService pool) {
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
