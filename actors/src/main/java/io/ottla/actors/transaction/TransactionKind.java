package io.ottla.actors.transaction;

import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.coordinator.CoordinatorKind;
import io.ottla.actors.coordinator.EntityJournal;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.transaction.format.TransactionRecordCodec;
import io.ottla.actors.transaction.state.MarkersDue;
import io.ottla.actors.transaction.state.Transaction;
import io.ottla.actors.transaction.state.TransactionCommand;
import io.ottla.actors.transaction.state.TransactionLimits;
import io.ottla.actors.transaction.state.TransactionRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transactional ids, as the coordinators' runtime sees them.
 *
 * @param limits how long things may take
 * @param maxBatchBytes the largest batch the transaction topic takes (message.max.bytes)
 * @param expiryInterval how often expired ids are looked for (transaction.remove.expired.transaction.cleanup.interval.ms)
 * @param markers has markers written, as the coordinator of one epoch
 */
record TransactionKind(TransactionLimits limits, int maxBatchBytes, Duration expiryInterval, Reply<MarkersDue> markers)
        implements CoordinatorKind {
    static TransactionKind from(BrokerSettings settings, Reply<MarkersDue> markers) {
        TransactionLimits limits = new TransactionLimits(
                settings.getInt("transaction.max.timeout.ms"),
                settings.getInt("transactional.id.expiration.ms"),
                settings.getInt("add.partitions.to.txn.retry.backoff.max.ms"));
        return new TransactionKind(
                limits,
                settings.getInt("message.max.bytes"),
                Duration.ofMillis(settings.getInt("transaction.remove.expired.transaction.cleanup.interval.ms")),
                markers);
    }

    @Override
    public String entities() {
        return "transactional ids";
    }

    @Override
    public Entity create(String id) {
        return new Transaction(id, limits, markers);
    }

    @Override
    public EntityJournal journal(Entity entity) {
        return new TransactionJournal((Transaction) entity);
    }

    @Override
    public CoordinatorCommand expire(String id) {
        return new TransactionCommand.Expire(id);
    }

    @Override
    public byte[] key(CoordinatorRecord record) {
        return TransactionRecordCodec.key((TransactionRecord) record);
    }

    @Override
    public byte @Nullable [] value(CoordinatorRecord record) {
        return TransactionRecordCodec.value((TransactionRecord) record);
    }

    @Override
    public Optional<CoordinatorRecord> read(
            ByteBuffer key, @Nullable ByteBuffer value, Optional<TransactionalProducer> transaction) {
        return TransactionRecordCodec.read(key, value).map(record -> record);
    }

    @Override
    public CoordinatorRecord transactionEnded(String id, long producerId, boolean committed) {
        throw new IllegalStateException("the transaction topic has a record of " + id + " within a transaction");
    }
}
