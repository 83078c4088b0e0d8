package io.ottla.multinode.history;

import io.ottla.multinode.history.Event.Acknowledged;
import io.ottla.multinode.history.Event.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The log against what writers sent and were told. */
final class WriteChecks {
    private final History history;
    private final List<Anomaly> found;

    private WriteChecks(History history, List<Anomaly> found) {
        this.history = history;
        this.found = found;
    }

    static void check(History history, List<Anomaly> found) {
        WriteChecks checks = new WriteChecks(history, found);
        checks.findLostAndMisplaced();
        checks.findReorderedAcknowledgements();
        checks.findPhantoms();
        history.logs().keySet().forEach(checks::findDuplicatesAndReordered);
    }

    private record Source(TopicPartition partition, String writer) {}

    private void findLostAndMisplaced() {
        Map<Place, Set<Long>> stored = new HashMap<>();
        history.logs()
                .forEach((partition, log) -> log.forEach(record -> stored.computeIfAbsent(
                                new Place(partition, record.message()), place -> new HashSet<>())
                        .add(record.offset())));
        history.all(Acknowledged.class).forEach(told -> {
            Set<Long> offsets = stored.getOrDefault(new Place(told.partition(), told.message()), Set.of());
            if (offsets.isEmpty()) {
                found.add(new Anomaly.LostWrite(told.partition(), told.message(), told.offset()));
            } else if (hasOffset(told) && !offsets.contains(told.offset())) {
                found.add(new Anomaly.InconsistentOffset(told.partition(), told.message(), told.offset()));
            }
        });
    }

    /** Compares in the order of sending, since callbacks of one batch are one moment. */
    private void findReorderedAcknowledgements() {
        Map<Source, Acknowledged> latest = new HashMap<>();
        history.all(Acknowledged.class)
                .filter(WriteChecks::hasOffset)
                .sorted((one, other) ->
                        Long.compare(one.message().number(), other.message().number()))
                .forEach(told -> {
                    Acknowledged earlier = latest.put(
                            new Source(told.partition(), told.message().writer()), told);
                    if (earlier != null && earlier.offset() >= told.offset()) {
                        found.add(new Anomaly.NonMonotonicSend(
                                told.partition(), told.message(), told.offset(), earlier.offset()));
                    }
                });
    }

    private static boolean hasOffset(Acknowledged told) {
        return told.offset() >= 0;
    }

    private void findPhantoms() {
        Set<Place> sent = history.all(Sent.class)
                .map(send -> new Place(send.partition(), send.message()))
                .collect(Collectors.toSet());
        history.logs()
                .forEach((partition, log) -> log.stream()
                        .filter(record -> !sent.contains(new Place(partition, record.message())))
                        .map(record -> new Anomaly.Phantom(partition, record.message(), record.offset()))
                        .forEach(found::add));
    }

    private void findDuplicatesAndReordered(TopicPartition partition) {
        Set<Message> seen = new HashSet<>();
        Map<String, Message> newest = new HashMap<>();
        for (Stored record : history.log(partition)) {
            Message message = record.message();
            Message before = newest.get(message.writer());
            if (!seen.add(message)) {
                found.add(new Anomaly.Duplicate(partition, message, record.offset()));
            } else if (before != null && before.number() > message.number()) {
                found.add(new Anomaly.Reordered(partition, message, record.offset(), before));
            } else {
                newest.put(message.writer(), message);
            }
        }
    }
}
