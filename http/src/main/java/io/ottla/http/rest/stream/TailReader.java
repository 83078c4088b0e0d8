package io.ottla.http.rest.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, with one consumer, for what is written to any partition that a stream has read to its end. A stream whose client does
 * not keep up is put out, and comes back when it has caught up. Methods are thread-safe; the rest is on its own thread.
 */
final class TailReader implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TailReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final ReaderPool pool;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LinkedBlockingDeque<Feed> arrivals = new LinkedBlockingDeque<>();
    private final Map<TopicPartition, List<Feed>> readers = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<Feed> feeds = new HashSet<>();
    private final DeletedTopics deleted;
    private boolean ended;

    TailReader(ReaderPool pool) {
        this.pool = pool;
        this.consumer = pool.consumer("tail");
        this.deleted = new DeletedTopics(consumer);
    }

    /** Takes a feed in; false if this reader has ended. */
    boolean add(Feed feed) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            arrivals.add(feed);
        }
        consumer.wakeup();
        return true;
    }

    void wake() {
        consumer.wakeup();
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        try (consumer) {
            while (!pool.isClosed()) {
                removeClosed();
                admit();
                if (feeds.isEmpty()) {
                    long idleNanos = System.nanoTime() - idleSince;
                    if (idleNanos > ReaderPool.IDLE.toNanos() && end()) {
                        return;
                    }
                    awaitArrival();
                } else {
                    idleSince = System.nanoTime();
                    deliver(poll());
                    endDeleted();
                }
            }
        } catch (RuntimeException e) {
            log.error(
                    "the reader at the end of the partitions failed; its streams end, and their clients resume them",
                    e);
            endAll();
        }
    }

    private synchronized boolean end() {
        ended = arrivals.isEmpty();
        return ended;
    }

    private void endAll() {
        synchronized (this) {
            ended = true;
        }
        feeds.addAll(arrivals);
        feeds.forEach(Feed::finish);
    }

    /** Their clients ask again, and are told that there is no such topic. */
    private void endDeleted() {
        Set<String> gone = findDeleted();
        for (Feed feed : List.copyOf(feeds)) {
            if (feed.cursors().keySet().stream().anyMatch(partition -> gone.contains(partition.topic()))) {
                remove(feed);
                feed.finish();
            }
        }
    }

    private Set<String> findDeleted() {
        try {
            return deleted.among(readers.keySet());
        } catch (WakeupException arrived) {
            return Set.of();
        }
    }

    private void awaitArrival() {
        try {
            Feed first = arrivals.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                arrivals.addFirst(first);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in those that stand where the consumer stands, or before; the others have to catch up first. */
    private void admit() {
        List<TopicPartition> fresh = new ArrayList<>();
        for (Feed feed = arrivals.poll(); feed != null; feed = arrivals.poll()) {
            if (feed.cursors().values().stream().allMatch(this::isNotBehind)) {
                add(feed, fresh);
            } else {
                pool.feed(feed);
            }
        }
        if (!fresh.isEmpty()) {
            consumer.assign(readers.keySet());
            fresh.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
        }
    }

    private boolean isNotBehind(Cursor cursor) {
        Long position = positions.get(cursor.partition());
        return position == null || cursor.next() >= position;
    }

    private void add(Feed feed, List<TopicPartition> fresh) {
        feeds.add(feed);
        for (Cursor cursor : feed.cursors().values()) {
            TopicPartition partition = cursor.partition();
            if (positions.putIfAbsent(partition, cursor.next()) == null) {
                fresh.add(partition);
            }
            readers.computeIfAbsent(partition, unread -> new ArrayList<>()).add(feed);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException arrived) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException gone) {
            OutOfRange.goOn(consumer, gone).forEach(this::moveTo);
        } catch (KafkaException e) {
            log.atWarn().setCause(e).log("Streams cannot be read on");
        }
        return ConsumerRecords.empty();
    }

    private void moveTo(TopicPartition partition, long offset) {
        positions.put(partition, offset);
        for (Feed feed : readers.getOrDefault(partition, List.of())) {
            cursor(feed, partition).moveTo(offset);
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> news = records.records(partition);
            positions.put(partition, news.get(news.size() - 1).offset() + 1);
            for (Feed feed : List.copyOf(readers.getOrDefault(partition, List.of()))) {
                if (!deliver(cursor(feed, partition), feed, news)) {
                    remove(feed);
                    if (!feed.park()) {
                        pool.feed(feed);
                    }
                }
            }
        }
    }

    private static boolean deliver(Cursor cursor, Feed feed, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (cursor.wants(record.offset())) {
                if (!feed.offer(record)) {
                    return false;
                }
                cursor.advanceTo(record.offset() + 1);
            }
        }
        return true;
    }

    private void removeClosed() {
        for (Feed feed : List.copyOf(feeds)) {
            if (feed.isClosed()) {
                remove(feed);
            }
        }
        if (!readers.keySet().equals(consumer.assignment())) {
            consumer.assign(readers.keySet());
        }
    }

    private void remove(Feed feed) {
        feeds.remove(feed);
        for (TopicPartition partition : feed.cursors().keySet()) {
            List<Feed> others = readers.get(partition);
            if (others != null) {
                others.remove(feed);
                if (others.isEmpty()) {
                    readers.remove(partition);
                    positions.remove(partition);
                }
            }
        }
    }

    private static Cursor cursor(Feed feed, TopicPartition partition) {
        return Objects.requireNonNull(feed.cursors().get(partition), "a feed reads what it is listed for");
    }
}
