package io.ottla.actors.transaction.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** What a transactional id can be told. */
public sealed interface TransactionCommand extends CoordinatorCommand {
    /** Lets the transactional id decide. */
    Outcome decideIn(Transaction transaction, Moment now);

    /**
     * A producer starts, and fences whoever used the id before.
     *
     * @param known the id and epoch it had, for one that goes on after an error (KIP-360)
     * @param freshId a producer id that nobody has, for when one is needed
     */
    record Init(
            String entityId,
            int timeoutMs,
            Optional<TransactionalProducer> known,
            OptionalLong freshId,
            Reply<InitResult> reply)
            implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(InitResult.failed(error));
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.init(this, now);
        }
    }

    /**
     * Adds partitions to the producer's transaction, which begins with the first.
     *
     * @param holds whether to wait a little while the former transaction is ending, instead of being sent away
     */
    record AddPartitions(
            String entityId,
            TransactionalProducer producer,
            Set<TopicPartition> partitions,
            boolean holds,
            Reply<PartitionsAnswer> reply)
            implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(PartitionsAnswer.of(error));
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.add(this, now);
        }
    }

    /** Asks whether partitions are in the producer's open transaction. */
    record Verify(
            String entityId,
            TransactionalProducer producer,
            Set<TopicPartition> partitions,
            Reply<PartitionsAnswer> reply)
            implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(PartitionsAnswer.of(error));
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.verify(this);
        }
    }

    /**
     * Ends the producer's transaction.
     *
     * @param bumpsEpoch whether the producer goes on with a new epoch (transactions of version 2, KIP-890)
     * @param freshId a producer id that nobody has, for when the epochs are used up
     */
    record End(
            String entityId,
            TransactionalProducer producer,
            boolean commit,
            boolean bumpsEpoch,
            OptionalLong freshId,
            Reply<InitResult> reply)
            implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(InitResult.failed(error));
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.end(this, now);
        }
    }

    /** What markers of this end were asked for have all been answered, and these partitions have theirs. */
    record MarkersWritten(String entityId, Ending ending, Set<TopicPartition> partitions)
            implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            // The next coordinator writes them again, which changes nothing where they are.
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.markersWritten(this, now);
        }
    }

    /** Asks how it stands. */
    record Describe(String entityId, Reply<TransactionDescription> reply) implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(TransactionDescription.failed(error));
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.describe(this);
        }
    }

    /** Forgets the id if it was not used for too long. */
    record Expire(String entityId) implements TransactionCommand {
        @Override
        public void refuse(Errors error) {
            // Nobody waits for it, and the next round tries again.
        }

        @Override
        public Outcome decideIn(Transaction transaction, Moment now) {
            return transaction.expire(now);
        }
    }
}
