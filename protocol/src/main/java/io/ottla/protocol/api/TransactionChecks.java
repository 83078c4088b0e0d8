package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.actors.transaction.RemoteTransactions;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** Has partitions make sure that a producer's transaction is open and knows of them, before anything is written to it. */
final class TransactionChecks {
    private final Broker broker;

    TransactionChecks(Broker broker) {
        this.broker = broker;
    }

    /**
     * The check for a writer of a transaction.
     *
     * @param adds whether the partition is added when it is not in the transaction (version 2, KIP-890), else must be in it
     * @param knowsAbortable whether the writer knows TRANSACTION_ABORTABLE
     */
    TransactionCheck check(
            String transactionalId,
            TransactionalProducer producer,
            TopicPartition partition,
            boolean adds,
            boolean knowsAbortable) {
        return new TransactionCheck(producer.id(), producer.epoch(), reply -> {
            Reply<PartitionsAnswer> answered = answer -> reply.complete(error(answer, adds, knowsAbortable));
            if (adds || broker.settings().get().getBoolean("transaction.partition.verification.enable")) {
                broker.transactions()
                        .enter(
                                new RemoteTransactions.Entry(transactionalId, producer, Set.of(partition), adds),
                                answered);
            } else {
                reply.complete(Errors.NONE);
            }
        });
    }

    private static Errors error(PartitionsAnswer answer, boolean adds, boolean knowsAbortable) {
        if (answer.error() != Errors.NONE) {
            return TransactionErrors.forWriter(answer.error(), adds);
        }
        if (answer.missing().isEmpty()) {
            return Errors.NONE;
        }
        return knowsAbortable ? Errors.TRANSACTION_ABORTABLE : Errors.INVALID_TXN_STATE;
    }
}
