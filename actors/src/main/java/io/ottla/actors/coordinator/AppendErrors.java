package io.ottla.actors.coordinator;

import org.apache.kafka.common.protocol.Errors;

/** What a refused append to the topic of a coordinator means for the shard and for who waits. */
final class AppendErrors {
    private AppendErrors() {}

    /**
     * Whether it is certain that nothing was written and nothing ever will be. Anything else may be in the log and be committed one
     * day: then only a replay can tell, and the shard's term is over. A storage error is either a full disk, and then the append was
     * undone, or a failed one, and then the partition is lost and the term with it.
     */
    static boolean nothingWritten(Errors error) {
        return switch (error) {
            case NOT_ENOUGH_REPLICAS,
                    KAFKA_STORAGE_ERROR,
                    MESSAGE_TOO_LARGE,
                    RECORD_LIST_TOO_LARGE,
                    CORRUPT_MESSAGE,
                    INVALID_RECORD,
                    INVALID_TIMESTAMP,
                    UNSUPPORTED_COMPRESSION_TYPE,
                    INVALID_PRODUCER_EPOCH,
                    INVALID_TXN_STATE,
                    TRANSACTION_COORDINATOR_FENCED -> true;
            default -> false;
        };
    }

    /** What clients are told, who cannot know of the partition behind it. */
    static Errors forClients(Errors error) {
        return switch (error) {
            case NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, UNKNOWN_TOPIC_OR_PARTITION, REQUEST_TIMED_OUT ->
                Errors.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> Errors.NOT_COORDINATOR;
            case INVALID_PRODUCER_EPOCH, INVALID_TXN_STATE, TRANSACTION_COORDINATOR_FENCED -> error;
            default -> Errors.UNKNOWN_SERVER_ERROR;
        };
    }
}
