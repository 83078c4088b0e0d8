package io.ottla.actors.simulation.transactions;

import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.List;

/** What an entry of a simulated log stands for; the log itself holds its number. */
sealed interface Payload {
    /**
     * A worker's output.
     *
     * @param sequence the producer's sequence number in this partition
     * @param transaction the number of the transaction among all there ever were
     * @param source the partition of the input
     * @param input the number of the input
     */
    record Output(TransactionalProducer producer, int sequence, int transaction, int source, long input)
            implements Payload {}

    /** The end of a transaction. */
    record Marker(TransactionEnd end) implements Payload {}

    /** What a coordinator decided at once. */
    record Decision(List<CoordinatorRecord> records) implements Payload {}
}
