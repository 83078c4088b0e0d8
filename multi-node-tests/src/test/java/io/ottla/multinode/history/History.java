package io.ottla.multinode.history;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * All that clients did and saw, and what the logs hold in the end.
 *
 * @param events those of one client in the order they happened
 * @param logs every partition's records in the order they were read from beginning to end
 */
public record History(List<Event> events, Map<TopicPartition, List<Stored>> logs) {
    public History {
        events = List.copyOf(events);
        logs = Map.copyOf(logs);
    }

    <E extends Event> Stream<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    List<Stored> log(TopicPartition partition) {
        return logs.getOrDefault(partition, List.of());
    }

    /** The offset behind a partition's last record. */
    long end(TopicPartition partition) {
        List<Stored> log = log(partition);
        return log.isEmpty() ? 0 : log.get(log.size() - 1).offset() + 1;
    }
}
