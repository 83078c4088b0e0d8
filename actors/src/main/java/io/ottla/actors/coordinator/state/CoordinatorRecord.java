package io.ottla.actors.coordinator.state;

import java.util.Optional;

/** What the log tells of an entity: the only thing that changes durable state. */
public interface CoordinatorRecord {
    /** The entity it tells of. */
    String entityId();

    /** The producer in whose transaction it is written, so that it takes effect when the transaction commits. */
    default Optional<TransactionalProducer> writtenIn() {
        return Optional.empty();
    }
}
