package io.ottla.http.rest.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on where a partition has no records any more: at the first there is. */
final class OutOfRange {
    private static final Logger log = LoggerFactory.getLogger(OutOfRange.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OutOfRange() {}

    /** Moves the consumer; returns where it reads next. Empty if the cluster does not say where that is: who reads on comes here again. */
    static Map<TopicPartition, Long> goOn(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> moved = new HashMap<>();
        beginnings(consumer, gone.partitions()).forEach((partition, first) -> {
            long offset = Objects.requireNonNull(first, "a partition begins somewhere");
            consumer.seek(partition, offset);
            moved.put(partition, offset);
        });
        return moved;
    }

    private static Map<TopicPartition, Long> beginnings(
            Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        try {
            return consumer.beginningOffsets(partitions, PATIENCE);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("it cannot be asked where partitions begin", e);
            return Map.of();
        }
    }
}
