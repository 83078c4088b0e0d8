package io.ottla.http.rest.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one stream between the thread that reads them and the client that takes them. Holds at most as many bytes as
 * it may; a reader whose record it does not take leaves the stream until the client has taken some.
 *
 * <pre>
 *   reader --offer--> [ buffer ] --take--> client's connection
 *      ^                                        |
 *      '------------- hungry again <------------'
 * </pre>
 */
final class Feed {
    private static final int OVERHEAD_BYTES = 100;

    private final Map<TopicPartition, Cursor> cursors = new HashMap<>();
    private final Optional<byte[]> key;
    private final ReaderPool pool;
    private final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
    private long bytes;
    private boolean parked;
    private boolean finished;
    private boolean closed;
    private @Nullable Runnable listener;

    /**
     * A feed.
     *
     * @param key only records with this key, if given
     */
    Feed(ReaderPool pool, Collection<Cursor> cursors, Optional<byte[]> key) {
        this.pool = pool;
        cursors.forEach(cursor -> this.cursors.put(cursor.partition(), cursor));
        this.key = key;
    }

    /** The cursors; for the reader that has the feed. */
    Map<TopicPartition, Cursor> cursors() {
        return cursors;
    }

    /** Whether every cursor has come to its end; for the reader that has the feed. */
    boolean isDone() {
        return cursors.values().stream().allMatch(Cursor::isDone);
    }

    /** Takes a record, or does not because it is full. */
    boolean offer(ConsumerRecord<byte[], byte[]> record) {
        if (key.isPresent() && !Arrays.equals(key.get(), record.key())) {
            return true;
        }
        Runnable told;
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (bytes >= pool.bytesEach()) {
                return false;
            }
            told = buffer.isEmpty() ? listener : null;
            buffer.add(record);
            count(sizeOf(record));
        }
        if (told != null) {
            told.run();
        }
        return true;
    }

    /** No reader has the feed from now on, until there is room. False if there is room now. */
    synchronized boolean park() {
        parked = !closed && bytes >= pool.bytesEach();
        return parked;
    }

    /** Waits for room; false if there is none after this time. */
    synchronized boolean awaitRoom(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!closed && bytes >= pool.bytesEach()) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** Nothing follows what is in the buffer. */
    void finish() {
        Runnable told;
        synchronized (this) {
            finished = true;
            told = listener;
        }
        if (told != null) {
            told.run();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whom to tell of the first record in an empty buffer and of the end. Called by any thread. */
    synchronized void listen(Runnable whenSomethingCame) {
        listener = whenSomethingCame;
    }

    /** Up to so many bytes of records, at least one if there is one; empty if there is none. */
    List<ConsumerRecord<byte[], byte[]>> take(long maxBytes) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        boolean hungry;
        synchronized (this) {
            long takenBytes = 0;
            while (!buffer.isEmpty() && takenBytes < maxBytes) {
                ConsumerRecord<byte[], byte[]> record = buffer.remove();
                takenBytes += sizeOf(record);
                taken.add(record);
            }
            count(-takenBytes);
            boolean room = bytes <= pool.bytesEach() / 2;
            hungry = parked && room && !closed;
            if (hungry) {
                parked = false;
            }
            if (room) {
                notifyAll();
            }
        }
        if (hungry) {
            pool.feed(this);
        }
        return taken;
    }

    /** Whether everything was taken and nothing follows. */
    synchronized boolean isExhausted() {
        return finished && buffer.isEmpty();
    }

    /** The client is gone. */
    synchronized void close() {
        closed = true;
        parked = false;
        buffer.clear();
        count(-bytes);
        notifyAll();
    }

    private void count(long more) {
        bytes += more;
        pool.buffered(more);
    }

    private static long sizeOf(ConsumerRecord<byte[], byte[]> record) {
        return (long) OVERHEAD_BYTES
                + Math.max(0, record.serializedKeySize())
                + Math.max(0, record.serializedValueSize());
    }
}
