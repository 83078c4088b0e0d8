package io.ottla.http.rest.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one feed after the other with a consumer of its own, each until it has read everything, until its buffer stays full,
 * or, when others wait, until its turn is over.
 */
final class CatchUpReader implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CatchUpReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TURN = DeletedTopics.INTERVAL.multipliedBy(2);
    private static final long PATIENCE_MILLIS = 1_000;
    private static final long PATIENCE_WHEN_CROWDED_MILLIS = 10;

    private final ReaderPool pool;

    CatchUpReader(ReaderPool pool) {
        this.pool = pool;
    }

    /** Where a feed goes when its turn has ended. */
    private enum Then {
        AGAIN,
        TAIL,
        NOWHERE
    }

    @Override
    public void run() {
        Feed feed = null;
        try (KafkaConsumer<byte[], byte[]> consumer = pool.consumer("catch-up")) {
            for (feed = pool.next(); feed != null; feed = pool.next()) {
                then(feed, serve(consumer, feed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pool.failed();
        } catch (RuntimeException e) {
            log.error("a reader of streams failed; its stream ends, and its client resumes it", e);
            pool.failed();
            end(feed);
        }
    }

    private void end(@Nullable Feed feed) {
        if (feed != null) {
            feed.finish();
        }
    }

    private void then(Feed feed, Then then) {
        switch (then) {
            case AGAIN -> pool.feed(feed);
            case TAIL -> pool.wait(feed);
            case NOWHERE -> log.trace("a stream ended, or waits for its client");
        }
    }

    private Then serve(KafkaConsumer<byte[], byte[]> consumer, Feed feed) throws InterruptedException {
        if (feed.isClosed()) {
            return Then.NOWHERE;
        }
        consumer.assign(feed.cursors().keySet());
        feed.cursors().values().forEach(cursor -> consumer.seek(cursor.partition(), cursor.next()));
        long turnEnds = System.nanoTime() + TURN.toNanos();
        DeletedTopics deleted = new DeletedTopics(consumer);
        while (!pool.isClosed() && !feed.isClosed()) {
            if (feed.isDone()) {
                feed.finish();
                return Then.NOWHERE;
            }
            if (!deliver(feed, poll(consumer, feed))) {
                return feed.park() ? Then.NOWHERE : Then.AGAIN;
            }
            feed.cursors().values().forEach(cursor -> cursor.advanceTo(consumer.position(cursor.partition())));
            if (hasReadEverything(consumer, feed)) {
                return feed.isDone() ? finished(feed) : Then.TAIL;
            }
            if (!deleted.among(feed.cursors().keySet()).isEmpty()) {
                return finished(feed);
            }
            if (pool.isCrowded() && System.nanoTime() > turnEnds) {
                return Then.AGAIN;
            }
        }
        return Then.NOWHERE;
    }

    private static Then finished(Feed feed) {
        feed.finish();
        return Then.NOWHERE;
    }

    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer, Feed feed) {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException gone) {
            OutOfRange.goOn(consumer, gone)
                    .forEach((partition, offset) -> cursor(feed, partition).moveTo(offset));
        } catch (KafkaException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("partitions", feed.cursors().keySet())
                    .log("A stream cannot be read");
        }
        return ConsumerRecords.empty();
    }

    /** False if the feed stays full; its cursors tell then what it got. */
    private boolean deliver(Feed feed, ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        Map<TopicPartition, Cursor> cursors = feed.cursors();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Cursor cursor = cursors.get(new TopicPartition(record.topic(), record.partition()));
            if (cursor == null || !cursor.wants(record.offset())) {
                continue;
            }
            while (!feed.offer(record)) {
                if (!feed.awaitRoom(pool.isCrowded() ? PATIENCE_WHEN_CROWDED_MILLIS : PATIENCE_MILLIS)) {
                    return false;
                }
            }
            cursor.advanceTo(record.offset() + 1);
        }
        return true;
    }

    private static boolean hasReadEverything(KafkaConsumer<byte[], byte[]> consumer, Feed feed) {
        for (Cursor cursor : feed.cursors().values()) {
            OptionalLong lag = consumer.currentLag(cursor.partition());
            if (!cursor.isDone() && (lag.isEmpty() || lag.getAsLong() > 0)) {
                return false;
            }
        }
        return true;
    }

    private static Cursor cursor(Feed feed, TopicPartition partition) {
        return Objects.requireNonNull(feed.cursors().get(partition), "a feed reads what its reader is assigned");
    }
}
