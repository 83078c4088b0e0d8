package io.ottla.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The copies on their way into a log directory (KIP-113), and how one of them becomes the partition's log.
 *
 * <p>Methods may be called from any thread, those of one copy by one thread at a time. A {@link StorageException} means that this
 * directory's disk failed.
 */
public final class FutureLogs {
    /**
     * In a folder that was moved, until the one that it came from is gone: a number above that of the other, and where that is. A crash leaves both,
     * and the one with the higher number has everything. While a log directory is missing, which may have an older log of the partition, every log
     * that is made or moved has such a number, of the time, and keeps it.
     */
    static final String MOVED = "moved-from";

    private final LogDirectory directory;
    private final LogContext context;
    private final List<FoundFuture> found = new CopyOnWriteArrayList<>();
    private volatile boolean trusted = true;
    private final Set<FutureLog> open = ConcurrentHashMap.newKeySet();

    FutureLogs(LogDirectory directory, LogContext context) {
        this.directory = directory;
        this.context = context;
    }

    /** The copies found when the directory was opened, until they are resumed or discarded. */
    public List<FoundFuture> found() {
        return List.copyOf(found);
    }

    /** Begins a copy of a partition's log where that begins. */
    public FutureLog create(TopicPartition partition, Uuid topicId, LogConfig config, LogView source, long nowMs) {
        Path folder = context.root().resolve(PartitionFolder.futureName(partition));
        try {
            context.disk().createDirectories(folder);
            PartitionMetadataFile.write(context.disk(), folder, topicId);
        } catch (IOException failure) {
            throw new StorageException(folder + ": the folder of a copy cannot be created", failure);
        }
        return open(partition, topicId, folder, source.logStartOffset(), false, config, nowMs);
    }

    /** Goes on with a copy that was found; one that is not whole is begun anew. */
    public FutureLog resume(
            FoundFuture future, TopicPartition partition, LogConfig config, LogView source, long nowMs) {
        if (!future.whole()) {
            discard(future).run();
            return create(partition, future.topicId(), config, source, nowMs);
        }
        found.remove(future);
        FutureLog log = open(partition, future.topicId(), future.path(), source.logStartOffset(), true, config, nowMs);
        log.cutTo(source.logEndOffset());
        return log;
    }

    /** Gives up a copy; its files go when the deletion is run. */
    public Deletion discard(FutureLog future) {
        open.remove(future);
        future.log().markGone();
        return deletion(future.folder());
    }

    /** Gives up a copy that was found. */
    public Deletion discard(FoundFuture future) {
        found.remove(future);
        return deletion(future.path());
    }

    /**
     * Makes a copy that has everything the partition's log: from now on this is it, also after a crash. The log that it was copied from stays as it
     * is, for the caller to {@link LogDirectory#deleteLog delete}; then comes {@link #settle}. Where this fails, what is here may look like the log after
     * a crash: the caller goes on with the old one only after {@link #outlive}. On the thread of the log's owner.
     *
     * @param from the log directory that it was copied from
     * @param number what {@link #numberAbove(PartitionLog, long)} gave
     */
    public PartitionLog promote(FutureLog future, PartitionLog current, LogDirectory from, long number, long nowMs) {
        if (!future.hasAllOf(current.view())) {
            throw new IllegalStateException(
                    future.folder() + " ends at " + future.view().logEndOffset() + ", its original at "
                            + current.view().logEndOffset());
        }
        PartitionLog log = future.log();
        log.takeOverFrom(current);
        log.close();
        Path folder = context.root().resolve(PartitionFolder.name(log.partition()));
        try {
            mark(future.folder(), number, from);
            context.checkpoints().forgetForGood(log.partition());
            context.disk().rename(future.folder(), folder);
            context.disk().syncDirectory(context.root());
        } catch (IOException failure) {
            throw new StorageException(future.folder() + ": a copied partition cannot be put in place", failure);
        }
        open.remove(future);
        LogView copied = log.view();
        LogOpening opening = new LogOpening(
                log.partition(),
                log.topicId(),
                folder,
                log.recoveryPoint(),
                copied.logStartOffset(),
                copied.highWatermark(),
                true);
        PartitionLog opened = PartitionLog.open(context, opening, current.config(), nowMs);
        directory.opened(opened);
        return opened;
    }

    /** Says that the log in this directory goes on, and has more than one that was perhaps {@link #promote promoted} in another with this number. */
    public void outlive(PartitionLog log, LogDirectory other, long number) {
        try {
            mark(log.directory(), number + 1, other);
        } catch (IOException failure) {
            throw new StorageException(log.directory() + ": cannot be marked as the newer log", failure);
        }
    }

    /** A number for a copy of this log of this directory, above that of the log and of any that may be in a directory that is missing. */
    public long numberAbove(PartitionLog log, long nowMs) {
        return numberAbove(number(log.directory()), nowMs);
    }

    long numberAbove(long number, long nowMs) {
        return directory.othersMissing() ? Math.max(number + 1, nowMs) : number + 1;
    }

    /** What the folder's log was marked with when it was moved or made without anybody knowing that no other is left; 0 is usual. */
    long number(Path folder) {
        try {
            String text = StandardCharsets.UTF_8
                    .decode(Io.readFile(context.disk(), folder.resolve(MOVED)))
                    .toString();
            return Long.parseLong(text.lines().findFirst().orElse(""));
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException | NumberFormatException failure) {
            throw new StorageException(folder.resolve(MOVED) + ": cannot be read", failure);
        }
    }

    void mark(Path folder, long number, LogDirectory other) throws IOException {
        AtomicFile.replaceDurably(context.disk(), folder, MOVED, number + "\n" + other.path() + "\n");
    }

    /**
     * The folder that a partition was moved from is gone, so nothing has to be said about it any more. Does nothing for others, nor while another
     * directory is missing: that may have an older one yet.
     */
    public void settle(TopicPartition partition) {
        if (directory.othersMissing()) {
            return;
        }
        Path marker = context.root().resolve(PartitionFolder.name(partition)).resolve(MOVED);
        try {
            context.disk().delete(marker);
        } catch (IOException failure) {
            throw new StorageException(marker + ": cannot be deleted", failure);
        }
    }

    /** Notes a folder of a copy; one that says of no topic is deleted. */
    void foundFolder(Path folder, int partition, boolean whole) throws IOException {
        Optional<Uuid> topicId = PartitionMetadataFile.read(context.disk(), folder);
        if (topicId.isPresent()) {
            found.add(new FoundFuture(topicId.get(), partition, folder, whole));
        } else {
            directory.deleteFolder(folder);
        }
    }

    /** The directory's disk failed: the originals of its copies change from now on, and at the next opening no copy goes on. */
    public void diskFailed() {
        trusted = false;
    }

    /** Forces what has been copied; whether all of that can be built upon. */
    boolean close() {
        boolean clean = trusted;
        for (FutureLog future : open) {
            future.log().close();
            clean &= future.log().state() == PartitionLog.State.CLOSED;
        }
        return clean;
    }

    private FutureLog open(
            TopicPartition partition,
            Uuid topicId,
            Path folder,
            long start,
            boolean clean,
            LogConfig config,
            long nowMs) {
        LogOpening opening =
                new LogOpening(partition, topicId, folder, clean ? Long.MAX_VALUE : 0, start, start, clean);
        FutureLog future = new FutureLog(PartitionLog.open(context, opening, config, nowMs));
        open.add(future);
        return future;
    }

    private Deletion deletion(Path folder) {
        return new Deletion(folder.toString(), 0, () -> {
            try {
                directory.deleteFolder(folder);
            } catch (IOException failure) {
                throw new StorageException(folder + ": cannot be deleted", failure);
            }
        });
    }
}
