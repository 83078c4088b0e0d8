package io.ottla.storage;

import org.apache.kafka.common.protocol.Errors;

/** Why an append is refused, with the answer that Kafka 4.4 gives for it. */
public enum Rejection {
    /** A checksum or a length is wrong. */
    CORRUPT_MESSAGE(Errors.CORRUPT_MESSAGE),
    /** The batch's structure, magic, offsets, count, keys or control bit break a rule. */
    INVALID_RECORD(Errors.INVALID_RECORD),
    /** A record's timestamp lies too far from the broker's clock, or is of the wrong type. */
    INVALID_TIMESTAMP(Errors.INVALID_TIMESTAMP),
    /** A batch is larger than {@code max.message.bytes}, or larger than allowed when decompressed. */
    MESSAGE_TOO_LARGE(Errors.MESSAGE_TOO_LARGE),
    /** The batches together are larger than a segment. */
    RECORD_LIST_TOO_LARGE(Errors.RECORD_LIST_TOO_LARGE),
    /** The request's version does not know the batch's compression. */
    UNSUPPORTED_COMPRESSION_TYPE(Errors.UNSUPPORTED_COMPRESSION_TYPE),
    /** The producer's sequence number does not follow its last one. */
    OUT_OF_ORDER_SEQUENCE(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER),
    /** A newer instance of the producer has written. */
    INVALID_PRODUCER_EPOCH(Errors.INVALID_PRODUCER_EPOCH),
    /** A non-transactional write within a transaction. */
    INVALID_TXN_STATE(Errors.INVALID_TXN_STATE),
    /** A newer transaction coordinator has written a marker. */
    TRANSACTION_COORDINATOR_FENCED(Errors.TRANSACTION_COORDINATOR_FENCED),
    /** A follower's batch does not continue its log. */
    UNEXPECTED_OFFSET(Errors.OFFSET_OUT_OF_RANGE),
    /** The disk is full; nothing was written, and the same append may be tried again. */
    NO_SPACE(Errors.KAFKA_STORAGE_ERROR);

    private final Errors error;

    Rejection(Errors error) {
        this.error = error;
    }

    /** The protocol's code for it. */
    public Errors error() {
        return error;
    }
}
