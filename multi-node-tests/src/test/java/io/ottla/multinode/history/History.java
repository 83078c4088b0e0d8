package io.ottla.multinode.history;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * All that clients did and saw, and what the logs hold in the end.
 *
 * @param events in the order they were noted
 * @param logs every partition's committed records in the order they were read from beginning to end
 * @param ends where every partition's log ends, behind markers of transactions too
 * @param replicas the batches in the log of each node that has a copy, by its number
 */
public record History(
        List<Event> events,
        Map<TopicPartition, List<Stored>> logs,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Map<Integer, List<Copied>>> replicas) {
    public History {
        events = List.copyOf(events);
        logs = Map.copyOf(logs);
        ends = Map.copyOf(ends);
        replicas = Map.copyOf(replicas);
    }

    <E extends Event> Stream<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    List<Stored> log(TopicPartition partition) {
        return logs.getOrDefault(partition, List.of());
    }

    /** The offset behind a partition's last record. */
    long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}
