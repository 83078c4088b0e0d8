package io.ottla.http.rest.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds topics that were deleted while they are read: a consumer that was assigned their partitions waits for them for ever. Asks the
 * cluster only of topics that the consumer's metadata does not know, and of those seldom. Used by one thread.
 */
final class DeletedTopics {
    private static final Logger log = LoggerFactory.getLogger(DeletedTopics.class);
    /** A reader whose turn is longer than this looks in every turn. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private long looked = System.nanoTime();

    DeletedTopics(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Those topics of the partitions that are gone; looks once in {@link #INTERVAL} at most. */
    Set<String> among(Collection<TopicPartition> partitions) {
        Set<String> gone = new HashSet<>();
        if (System.nanoTime() - looked < INTERVAL.toNanos()) {
            return gone;
        }
        looked = System.nanoTime();
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        for (String topic : topics) {
            if (isGone(topic)) {
                gone.add(topic);
            }
        }
        return gone;
    }

    /** Who cannot ask now asks again. */
    private boolean isGone(String topic) {
        try {
            return consumer.partitionsFor(topic, PATIENCE).isEmpty();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("it cannot be asked whether a topic is still there", e);
            return false;
        }
    }
}
