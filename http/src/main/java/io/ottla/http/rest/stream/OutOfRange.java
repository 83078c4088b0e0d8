package io.ottla.http.rest.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Goes on where a partition has no records any more: at the first there is. */
final class OutOfRange {
    private OutOfRange() {}

    /** Moves the consumer; returns where it reads next. */
    static Map<TopicPartition, Long> goOn(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> moved = new HashMap<>();
        consumer.beginningOffsets(gone.partitions()).forEach((partition, first) -> {
            long offset = Objects.requireNonNull(first, "a partition begins somewhere");
            consumer.seek(partition, offset);
            moved.put(partition, offset);
        });
        return moved;
    }
}
