package io.ottla.actors.transaction.state;

import org.apache.kafka.common.protocol.Errors;

/**
 * What became of a producer's wish to start, or of the end of its transaction: the id and the epoch to go on with.
 *
 * @param needsFreshId whether nothing was done because a fresh producer id is needed: come again with one
 */
public record InitResult(Errors error, long producerId, short epoch, boolean needsFreshId) {
    /** It is refused. */
    public static InitResult failed(Errors error) {
        return new InitResult(error, StoredTransaction.NONE, (short) -1, false);
    }

    static InitResult of(long producerId, int epoch) {
        return new InitResult(Errors.NONE, producerId, (short) epoch, false);
    }

    static InitResult freshIdNeeded() {
        return new InitResult(Errors.COORDINATOR_LOAD_IN_PROGRESS, StoredTransaction.NONE, (short) -1, true);
    }
}
