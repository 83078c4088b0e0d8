package io.ottla.storage.compaction;

import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * The last that a log knows of a producer. The batch it stands in is never dropped, or the producer's next sequence number and epoch could not be
 * checked after a recovery.
 *
 * @param epoch its epoch
 * @param lastDataOffset offset of its last record in that epoch, -1 when there is none: then its last is a marker
 */
public record LastOfProducer(short epoch, long lastDataOffset) {
    /** Whether it stands in this batch of the producer. */
    boolean isIn(RecordBatch batch) {
        return lastDataOffset >= 0
                ? batch.lastOffset() == lastDataOffset
                : batch.isControlBatch() && batch.producerEpoch() == epoch;
    }
}
