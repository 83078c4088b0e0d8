package io.ottla.multinode.history;

import io.ottla.multinode.history.Event.Polled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What each reader got against the log, and against its own past. */
final class ReadChecks {
    private final History history;
    private final List<Anomaly> found;

    private ReadChecks(History history, List<Anomaly> found) {
        this.history = history;
        this.found = found;
    }

    static void check(History history, List<Anomaly> found) {
        ReadChecks checks = new ReadChecks(history, found);
        checks.findInconsistent();
        Map<String, Map<TopicPartition, List<Long>>> offsets = history.all(Polled.class)
                .collect(Collectors.groupingBy(
                        Polled::reader,
                        Collectors.groupingBy(
                                Polled::partition, Collectors.mapping(Polled::offset, Collectors.toList()))));
        offsets.forEach((reader, partitions) -> history.logs()
                .forEach((partition, log) ->
                        checks.follow(reader, partition, partitions.getOrDefault(partition, List.of()))));
    }

    private void findInconsistent() {
        Map<TopicPartition, Map<Long, Message>> byOffset = new HashMap<>();
        history.logs()
                .forEach((partition, log) -> byOffset.put(
                        partition,
                        log.stream()
                                .collect(Collectors.toMap(Stored::offset, Stored::message, (first, second) -> first))));
        history.all(Polled.class)
                .filter(got -> !got.message()
                        .equals(byOffset.getOrDefault(got.partition(), Map.of()).get(got.offset())))
                .map(got -> new Anomaly.InconsistentOffset(got.partition(), got.message(), got.offset()))
                .forEach(found::add);
    }

    /** Follows one reader through one partition. */
    private void follow(String reader, TopicPartition partition, List<Long> offsets) {
        Set<Long> got = new HashSet<>();
        long furthest = -1;
        for (long offset : offsets) {
            if (offset <= furthest) {
                found.add(new Anomaly.NonMonotonicPoll(reader, partition, offset, furthest));
            }
            furthest = Math.max(furthest, offset);
            got.add(offset);
        }
        for (Stored record : history.log(partition)) {
            if (!got.contains(record.offset())) {
                found.add(
                        record.offset() < furthest
                                ? new Anomaly.SkippedPoll(reader, partition, record.offset())
                                : new Anomaly.UnseenAfterHealing(reader, partition, record.offset()));
            }
        }
    }
}
