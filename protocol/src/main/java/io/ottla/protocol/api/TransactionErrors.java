package io.ottla.protocol.api;

import org.apache.kafka.common.protocol.Errors;

/** The errors of transactions as the versions of requests know them. */
final class TransactionErrors {
    private static final int FENCED_SINCE = 2;
    private static final int INIT_FENCED_SINCE = 4;

    private TransactionErrors() {}

    /** PRODUCER_FENCED came with version 2 of the requests within a transaction. */
    static Errors forVersion(Errors error, int version) {
        return forVersion(error, version, FENCED_SINCE);
    }

    /** PRODUCER_FENCED came with version 4 of InitProducerId. */
    static Errors forInit(Errors error, int version) {
        return forVersion(error, version, INIT_FENCED_SINCE);
    }

    /** What a writer of records is told when its transaction could not be found open, in versions that know no better word. */
    static Errors forWriter(Errors error, boolean knowsConcurrency) {
        return switch (error) {
            case PRODUCER_FENCED -> Errors.INVALID_PRODUCER_EPOCH;
            case CONCURRENT_TRANSACTIONS -> knowsConcurrency ? error : Errors.NOT_ENOUGH_REPLICAS;
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> Errors.NOT_ENOUGH_REPLICAS;
            default -> error;
        };
    }

    private static Errors forVersion(Errors error, int version, int fencedSince) {
        return error == Errors.PRODUCER_FENCED && version < fencedSince ? Errors.INVALID_PRODUCER_EPOCH : error;
    }
}
