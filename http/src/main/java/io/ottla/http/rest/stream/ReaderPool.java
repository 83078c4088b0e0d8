package io.ottla.http.rest.stream;

import io.ottla.http.rest.RestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The few consumers that read for all streams. Streams that have read everything wait together in one {@link TailReader}, where
 * each costs a cursor; those that are behind take turns on at most {@link #MAX_CATCH_UP} {@link CatchUpReader}s. Threads and
 * consumers are made when they are needed, and end when they are not.
 *
 * <pre>
 *            .------ full ------.
 *            v                  |
 *   feed -> queue -> CatchUpReader -- has read everything --> TailReader
 *            ^                                                    |
 *            '---- full, and hungry again (its client is slow) <--'
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class ReaderPool implements AutoCloseable {
    static final int MAX_CATCH_UP = 4;
    static final Duration IDLE = Duration.ofSeconds(20);

    private static final long BYTES_EACH = 256 << 10;
    private static final long BYTES_EACH_WHEN_CROWDED = 16 << 10;
    private static final long CROWDED_BYTES = 48L << 20;

    private final RestSettings settings;
    private final AtomicLong buffered = new AtomicLong();
    private final LinkedBlockingQueue<Feed> waiting = new LinkedBlockingQueue<>();
    private int catchingUp;
    private int idle;
    private @Nullable TailReader tail;
    private volatile boolean closed;

    /** A pool for one cluster; it connects when the first stream comes. */
    public ReaderPool(RestSettings settings) {
        this.settings = settings;
    }

    /** Reads for a feed that has fallen behind, or has just begun. */
    void feed(Feed feed) {
        waiting.add(feed);
        synchronized (this) {
            if (idle == 0 && catchingUp < MAX_CATCH_UP && !closed) {
                catchingUp++;
                start(new CatchUpReader(this), "ottla-rest-catch-up");
            }
        }
    }

    /** Lets a feed wait for what is not written yet. */
    synchronized void wait(Feed feed) {
        TailReader known = tail;
        if (known == null || !known.add(feed)) {
            TailReader fresh = new TailReader(this);
            fresh.add(feed);
            tail = fresh;
            if (!closed) {
                start(fresh, "ottla-rest-tail");
            }
        }
    }

    /** The next feed to catch up with; null if none came for so long that the reader should end, which it is then taken for. */
    @Nullable
    Feed next() throws InterruptedException {
        synchronized (this) {
            idle++;
        }
        Feed next = closed ? null : waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            idle--;
            // One may have come between the two: nobody else would have been started for it.
            Feed late = next == null && !closed ? waiting.poll() : next;
            if (late == null) {
                catchingUp--;
            }
            return late;
        }
    }

    /** A reader has ended by a failure. */
    synchronized void failed() {
        catchingUp--;
    }

    /** Whether streams wait for a reader, so that one should not be served for long. */
    boolean isCrowded() {
        return !waiting.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    /** How many bytes each feed may hold: fewer when all of them together hold many. */
    long bytesEach() {
        return buffered.get() > CROWDED_BYTES ? BYTES_EACH_WHEN_CROWDED : BYTES_EACH;
    }

    void buffered(long more) {
        buffered.addAndGet(more);
    }

    KafkaConsumer<byte[], byte[]> consumer(String role) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.put("client.id", "ottla-rest-" + role);
        // Nobody decides for us where to go on when records are gone.
        config.put("auto.offset.reset", "none");
        config.put("enable.auto.commit", false);
        // Reading on would bring a topic back that was deleted.
        config.put("allow.auto.create.topics", false);
        config.put("fetch.max.bytes", 8 << 20);
        config.put("max.poll.records", 2_000);
        config.put("metric.reporters", "");
        config.put("enable.metrics.push", false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (tail != null) {
            tail.wake();
        }
    }

    private static void start(Runnable reader, String name) {
        Thread thread = new Thread(reader, name);
        thread.setDaemon(true);
        thread.start();
    }
}
