package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.CoordinatorRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which entities have records in the open transaction of which producer. Bounded by what the partition's log holds open. */
final class OpenTransactions {
    private final Map<Long, Set<String>> entities = new HashMap<>();

    /** Notes a record that is committed to the log. */
    void note(CoordinatorRecord record) {
        record.writtenIn()
                .ifPresent(producer -> entities.computeIfAbsent(producer.id(), unused -> new HashSet<>())
                        .add(record.entityId()));
    }

    /** The transaction of a producer has ended. Returns the entities it was about. */
    Set<String> end(long producerId) {
        Set<String> ended = entities.remove(producerId);
        return ended == null ? Set.of() : ended;
    }
}
