package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a kind of coordinator brings to the runtime, with the settings that a shard takes up when its term begins. */
public interface CoordinatorKind {
    /** What its entities are called in the broker's log, in the plural. */
    String entities();

    /** The largest batch its topic takes, in bytes. */
    int maxBatchBytes();

    /** How often expired entities are looked for. */
    Duration expiryInterval();

    /** An entity that nobody knows yet. */
    Entity create(String id);

    /** Has what becomes of an entity told to the broker's log. */
    EntityJournal journal(Entity entity);

    /** The command that has an entity forget what has expired. */
    CoordinatorCommand expire(String id);

    /** The key of a record. */
    byte[] key(CoordinatorRecord record);

    /** The value of a record; null for one that forgets. */
    byte @Nullable [] value(CoordinatorRecord record);

    /**
     * Reads a record; empty for one of a kind that is not known here.
     *
     * @param transaction the producer in whose transaction it was written
     * @throws MalformedRecordException if it is of a known kind and damaged
     */
    Optional<CoordinatorRecord> read(
            ByteBuffer key, @Nullable ByteBuffer value, Optional<TransactionalProducer> transaction);

    /** What an entity replays when a transaction ends in which records of it were written. */
    CoordinatorRecord transactionEnded(String id, long producerId, boolean committed);
}
