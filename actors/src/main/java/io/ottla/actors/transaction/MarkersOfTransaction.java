package io.ottla.actors.transaction;

import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.transaction.state.MarkersDue;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** One round of markers of one transaction: reports those that are written once every partition has answered. */
final class MarkersOfTransaction {
    private final MarkersDue due;
    private final Consumer<TransactionCommand> report;
    private final Set<TopicPartition> written = new HashSet<>();
    private int missing;

    MarkersOfTransaction(MarkersDue due, Consumer<TransactionCommand> report) {
        this.due = due;
        this.report = report;
        this.missing = due.partitions().size();
    }

    void write(TransactionMarkers markers, int coordinatorEpoch) {
        TransactionEnd end = new TransactionEnd(due.producer(), coordinatorEpoch, due.committed(), due.nextEpoch());
        markers.writeEverywhere(due.partitions(), end, this::answered);
    }

    private void answered(TopicPartition partition, Errors error) {
        Set<TopicPartition> all;
        synchronized (this) {
            if (isSettled(error)) {
                written.add(partition);
            }
            missing--;
            if (missing > 0) {
                return;
            }
            all = Set.copyOf(written);
        }
        report.accept(new TransactionCommand.MarkersWritten(due.transactionalId(), due.ending(), all));
    }

    /** A partition that is gone, or where a newer epoch of the producer has ended the transaction already, needs no marker. */
    private static boolean isSettled(Errors error) {
        return error == Errors.NONE
                || error == Errors.UNKNOWN_TOPIC_OR_PARTITION
                || error == Errors.INVALID_PRODUCER_EPOCH;
    }
}
