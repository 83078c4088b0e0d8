package io.ottla.actors.transaction;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * What the transactions of this node need of other nodes; named here, and made where the Kafka protocol is spoken. Every question is
 * answered once; one that cannot be put with an error on which it is put again. Usable from any thread.
 */
public interface RemoteTransactions {
    /** Of a node that is alone. */
    RemoteTransactions NONE = new RemoteTransactions() {
        @Override
        public void writeMarkers(
                int node,
                TransactionEnd end,
                Set<TopicPartition> partitions,
                BiConsumer<TopicPartition, Errors> answer) {
            partitions.forEach(partition -> answer.accept(partition, Errors.NOT_LEADER_OR_FOLLOWER));
        }

        @Override
        public void enter(int node, Entry entry, Reply<PartitionsAnswer> reply) {
            reply.complete(PartitionsAnswer.of(Errors.NOT_COORDINATOR));
        }
    };

    /**
     * Partitions that a transaction is to have.
     *
     * @param adds whether those that it does not have are added, else they must be in it
     */
    record Entry(
            String transactionalId, TransactionalProducer producer, Set<TopicPartition> partitions, boolean adds) {}

    /** Ends a transaction in partitions that this node leads. */
    void writeMarkers(
            int node, TransactionEnd end, Set<TopicPartition> partitions, BiConsumer<TopicPartition, Errors> answer);

    /** Adds partitions to a transaction that this node coordinates, or looks for them in it (KIP-890). */
    void enter(int node, Entry entry, Reply<PartitionsAnswer> reply);
}
