package io.ottla.server.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the last records of a topic. Offsets do not tell how many records lie between them (compaction and transactions leave
 * gaps), so each partition is read from further and further back until enough were found or its start is reached.
 */
final class LastRecordsReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int WIDENING = 8;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> starts;
    private final Map<TopicPartition, Long> ends;

    LastRecordsReader(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.starts = starts;
        this.ends = ends;
    }

    /** The last records over all partitions by time, at most so many. Leaves the consumer assigned to all, at their ends. */
    List<ConsumerRecord<byte[], byte[]>> read(int count) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new LinkedHashMap<>();
        List<TopicPartition> missing = new ArrayList<>(ends.keySet());
        for (long span = count; !missing.isEmpty(); span = wider(span)) {
            long reach = span;
            readTo(missing, reach, count, found);
            missing.removeIf(
                    partition -> found.getOrDefault(partition, List.of()).size() >= count
                            || from(partition, reach) == Present.in(starts, partition));
        }
        consumer.assign(ends.keySet());
        ends.forEach(consumer::seek);
        return MergeByTime.last(found.values(), count, ConsumerRecord::timestamp);
    }

    private static long wider(long span) {
        return span > Long.MAX_VALUE / WIDENING ? Long.MAX_VALUE : span * WIDENING;
    }

    private long from(TopicPartition partition, long span) {
        long start = Present.in(starts, partition);
        return Math.max(start, Present.in(ends, partition) - span);
    }

    private void readTo(
            Collection<TopicPartition> partitions,
            long span,
            int count,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found) {
        Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> last = new LinkedHashMap<>();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, from(partition, span));
            last.put(partition, new ArrayDeque<>());
        }
        while (partitions.stream().anyMatch(this::isBeforeEnd)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < Present.in(ends, partition)) {
                    keep(Present.in(last, partition), record, count);
                }
            }
        }
        last.forEach((partition, records) -> found.put(partition, List.copyOf(records)));
    }

    private static <T> void keep(Deque<T> last, T record, int count) {
        if (last.size() == count) {
            last.removeFirst();
        }
        last.addLast(record);
    }

    private boolean isBeforeEnd(TopicPartition partition) {
        return consumer.position(partition) < Present.in(ends, partition);
    }
}
