package io.ottla.storage;

/**
 * A producer as DescribeProducers shows it.
 *
 * @param producerId its id
 * @param producerEpoch its epoch
 * @param lastSequence its last sequence number, -1 when none
 * @param lastTimestampMs when it wrote last
 * @param coordinatorEpoch epoch of the coordinator that wrote its last marker, -1 when none
 * @param transactionStartOffset first offset of its open transaction, -1 when none
 */
public record ProducerStateSummary(
        long producerId,
        short producerEpoch,
        int lastSequence,
        long lastTimestampMs,
        int coordinatorEpoch,
        long transactionStartOffset) {}
