package io.ottla.registry.store;

import io.ottla.registry.Outcome;
import io.ottla.registry.RegistrySettings;
import io.ottla.registry.RegistryUnavailable;
import io.ottla.registry.state.Decision;
import io.ottla.registry.state.LogEntry;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's log and the one thread that works with it. Requests queue up; each round serves all that wait:
 *
 * <pre>
 * reads:   read to the end ---------------------------------------------> answer
 * writes:  raise the fence, read to the end, decide, append, commit, read what was appended, answer
 * </pre>
 *
 * <p>A write that another registry fences off is decided anew on what that one has written. The thread sleeps while nobody asks.
 */
public final class SchemaLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SchemaLog.class);
    private static final int WAITING_LIMIT = 10_000;
    private static final int ROUND_LIMIT = 500;
    private static final long FIRST_PAUSE_MS = 10;
    private static final long LONGEST_PAUSE_MS = 1_000;
    /** From the offset of a transaction's last record to what follows its end marker. */
    private static final int WITH_MARKER = 2;

    private final RegistrySettings settings;
    private final BlockingQueue<Object> waiting = new ArrayBlockingQueue<>(WAITING_LIMIT);
    private final Thread thread = new Thread(this::run, "ottla-registry");
    private final SchemaLogWriter writer;
    private @Nullable SchemaLogReader reader;
    private volatile RegistryImage seen = RegistryImage.EMPTY;
    private volatile @Nullable String cluster;
    private volatile @Nullable String trouble;
    private volatile boolean closing;
    private int recordLimit;
    private long endBehindFence = -1;

    private record PendingRead(CompletableFuture<RegistryImage> result) {}

    private enum Wake {
        UP
    }

    /** A log whose thread is started; it connects with the first request. */
    public SchemaLog(RegistrySettings settings) {
        this.settings = settings;
        this.writer = new SchemaLogWriter(settings);
        thread.setDaemon(true);
        thread.start();
    }

    /** What was read last: never wrong, but perhaps behind. */
    public RegistryImage seen() {
        return seen;
    }

    /** The id of the cluster, once the log was reached. */
    public Optional<String> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** Why the last round failed, if it did. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * The state with everything that was committed anywhere before this call.
     *
     * @return fails with {@link RegistryUnavailable}
     */
    public CompletionStage<RegistryImage> upToDate() {
        PendingRead read = new PendingRead(new CompletableFuture<>());
        enqueue(read, read.result());
        return read.result();
    }

    /**
     * Decides a command on the newest state and writes what it comes to.
     *
     * @return fails with {@link RegistryUnavailable}
     */
    public <T> CompletionStage<Outcome<T>> write(Function<RegistryImage, Decision<T>> command) {
        PendingWrite<T> write = new PendingWrite<>(command);
        enqueue(write, write.result());
        return write.result();
    }

    private void enqueue(Object request, CompletableFuture<?> result) {
        if (closing || !waiting.offer(request)) {
            result.completeExceptionally(new RegistryUnavailable(
                    closing ? "The registry is being stopped" : WAITING_LIMIT + " requests are waiting already"));
        }
    }

    private void run() {
        List<Object> round = new ArrayList<>();
        try {
            while (!closing) {
                round.add(waiting.take());
                waiting.drainTo(round, ROUND_LIMIT);
                serve(round);
                round.clear();
            }
        } catch (InterruptedException e) {
            log.debug("the registry's thread was interrupted", e);
        } finally {
            round.addAll(waiting);
            fail(round, new RegistryUnavailable("The registry is being stopped"));
            closeClients();
        }
    }

    private void serve(List<Object> round) throws InterruptedException {
        List<PendingWrite<?>> writes = new ArrayList<>();
        for (Object request : round) {
            if (request instanceof PendingWrite<?> write) {
                writes.add(write);
            }
        }
        try {
            attempt(round, writes);
            trouble = null;
        } catch (RuntimeException | Error e) {
            log.error("the registry's log cannot be used", e);
            trouble = String.valueOf(e.getMessage());
            fail(round, new RegistryUnavailable("The registry's log cannot be used: " + e.getMessage(), e));
            closeClients();
        }
    }

    /** Tries until it succeeds or time is up; another registry's fence and a broker that moves are over soon. */
    private void attempt(List<Object> round, List<PendingWrite<?>> writes) throws InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        long pause = FIRST_PAUSE_MS;
        while (true) {
            try {
                answerReads(round);
                write(writes);
                return;
            } catch (KafkaException e) {
                writer.dropFence();
                if (closing || isForGood(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                log.debug("the registry's log: trying again", e);
            }
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
    }

    private static boolean isForGood(KafkaException failure) {
        return failure instanceof RecordTooLargeException || failure.getCause() instanceof ConfigException;
    }

    private void answerReads(List<Object> round) {
        boolean any = false;
        for (Object request : round) {
            any |= request instanceof PendingRead read && !read.result().isDone();
        }
        if (any) {
            RegistryImage image = readToEnd();
            for (Object request : round) {
                if (request instanceof PendingRead read) {
                    read.result().complete(image);
                }
            }
        }
    }

    private void write(List<PendingWrite<?>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        long unsure = writer.lastFirstOffset();
        RegistryImage image = readBehindFence();
        boolean written = unsure >= 0 && opened().hasRead(unsure);
        if (!written) {
            List<LogEntry> entries = decide(writes, image);
            if (!entries.isEmpty()) {
                long last = writer.append(entries);
                seen = opened().readTo(last + 1);
                endBehindFence = last + WITH_MARKER;
            }
        }
        writer.forgetLast();
        writes.forEach(PendingWrite::complete);
        writes.clear();
    }

    /**
     * The newest state, to which nobody else can add. If somebody has since our fence was raised, they raised theirs: finding it out by
     * an append that fails would take longer.
     */
    private RegistryImage readBehindFence() {
        if (writer.hasFence()) {
            RegistryImage image = readToEnd();
            if (opened().end() <= endBehindFence) {
                return image;
            }
            writer.dropFence();
        }
        writer.raiseFence();
        RegistryImage image = readToEnd();
        endBehindFence = opened().end();
        return image;
    }

    /** Each command sees what those before it will have done. */
    private List<LogEntry> decide(List<PendingWrite<?>> writes, RegistryImage image) {
        RegistryImage expected = image;
        List<LogEntry> entries = new ArrayList<>();
        for (PendingWrite<?> write : writes) {
            for (LogEntry entry : write.decide(expected, recordLimit)) {
                entries.add(entry);
                expected = Replay.apply(expected, entry);
            }
        }
        return entries;
    }

    private RegistryImage readToEnd() {
        RegistryImage image = opened().readToEnd();
        seen = image;
        return image;
    }

    private SchemaLogReader opened() {
        SchemaLogReader open = reader;
        if (open == null) {
            SchemasTopic topic = SchemasTopic.ensure(settings);
            cluster = topic.cluster();
            recordLimit = topic.recordLimit();
            open = new SchemaLogReader(settings);
            reader = open;
        }
        return open;
    }

    private static void fail(List<Object> requests, RegistryUnavailable failure) {
        for (Object request : requests) {
            if (request instanceof PendingRead read) {
                read.result().completeExceptionally(failure);
            } else if (request instanceof PendingWrite<?> write) {
                write.fail(failure);
            }
        }
    }

    private void closeClients() {
        writer.close();
        writer.forgetLast();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** Ends the thread and the clients; what waits is failed. */
    @Override
    public void close() {
        closing = true;
        if (!waiting.offer(Wake.UP)) {
            thread.interrupt();
        }
        try {
            thread.join(settings.timeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
