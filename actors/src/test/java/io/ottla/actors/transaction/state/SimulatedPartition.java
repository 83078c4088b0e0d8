package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** A partition as far as transactions go: who has one open here, and what became of what was written. */
final class SimulatedPartition {
    final TopicPartition id;
    final Set<Integer> committed = new HashSet<>();
    final Set<Integer> aborted = new HashSet<>();
    private final Set<Long> written = new HashSet<>();
    private final Map<Long, Producer> producers = new HashMap<>();

    private static final class Producer {
        private short epoch;
        private final List<Integer> open = new ArrayList<>();
    }

    SimulatedPartition(TopicPartition id) {
        this.id = id;
    }

    /** Writes a record of a transaction; one that was written before is only acknowledged. */
    boolean write(TransactionalProducer producer, int transaction, long writeId, BooleanSupplier verified) {
        Producer known = producers.computeIfAbsent(producer.id(), unused -> new Producer());
        if (producer.epoch() < known.epoch) {
            return false;
        }
        if (written.contains(writeId)) {
            return true;
        }
        boolean open = !known.open.isEmpty() && known.epoch == producer.epoch();
        if (!open && !verified.getAsBoolean()) {
            return false;
        }
        known.epoch = producer.epoch();
        known.open.add(transaction);
        return written.add(writeId);
    }

    /** Ends what a producer has open. */
    void mark(TransactionalProducer producer, boolean commit) {
        Producer known = producers.computeIfAbsent(producer.id(), unused -> new Producer());
        if (producer.epoch() >= known.epoch) {
            known.epoch = producer.epoch();
            (commit ? committed : aborted).addAll(known.open);
            known.open.clear();
        }
    }

    boolean hasOpenTransaction() {
        return producers.values().stream().anyMatch(producer -> !producer.open.isEmpty());
    }
}
