package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.TransactionEnd;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** The control batch that ends a producer's transaction in one partition. */
public final class MarkerBatch {
    private MarkerBatch() {}

    /** The marker of this end, written now. */
    public static MemoryRecords of(TransactionEnd end, long nowMs) {
        ControlRecordType type = end.committed() ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        return MemoryRecords.withEndTransactionMarker(
                nowMs,
                end.producer().id(),
                end.producer().epoch(),
                new EndTransactionMarker(type, end.coordinatorEpoch()));
    }
}
