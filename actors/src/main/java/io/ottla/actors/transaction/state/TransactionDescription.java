package io.ottla.actors.transaction.state;

import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * A transactional id for who asks about it.
 *
 * @param transaction as the log has it; empty with an error
 */
public record TransactionDescription(Errors error, Optional<StoredTransaction> transaction) {
    /** There is nothing to tell. */
    public static TransactionDescription failed(Errors error) {
        return new TransactionDescription(error, Optional.empty());
    }
}
