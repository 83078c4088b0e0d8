package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when a producer starts with a transactional id: it gets a new epoch, which fences whoever had it before. A
 * transaction that the former left open is aborted first.
 */
final class TransactionStarts {
    private final String id;
    private final TransactionLimits limits;

    TransactionStarts(String id, TransactionLimits limits) {
        this.id = id;
        this.limits = limits;
    }

    Outcome decide(@Nullable StoredTransaction current, TransactionCommand.Init init, Moment now) {
        if (init.timeoutMs() <= 0 || init.timeoutMs() > limits.maxTimeoutMs()) {
            return failed(init, Errors.INVALID_TRANSACTION_TIMEOUT);
        }
        if (current == null) {
            return rotate(init, StoredTransaction.NONE, now);
        }
        if (init.known().filter(known -> isFenced(known, current)).isPresent()) {
            return failed(init, Errors.PRODUCER_FENCED);
        }
        if (current.phase().isEnding()) {
            return failed(init, Errors.CONCURRENT_TRANSACTIONS);
        }
        if (current.phase() == TransactionPhase.ONGOING) {
            return abortFirst(current, init, now);
        }
        if (isRetry(init.known(), current)) {
            return Outcome.answer(init.reply(), InitResult.of(current.producerId(), current.epoch()));
        }
        return current.isExhausted() ? rotate(init, current.producerId(), now) : bump(current, init, now);
    }

    /** Whether a producer that goes on with what it had is not the newest any more. */
    private static boolean isFenced(TransactionalProducer known, StoredTransaction current) {
        boolean ownedBefore = known.id() == current.previousProducerId()
                && known.epoch() >= StoredTransaction.LAST_EPOCH
                && current.epoch() == 0;
        boolean ownsNow = known.id() == current.producerId()
                && (known.epoch() == current.epoch() || isOneBehindAfterStart(known, current));
        return !ownedBefore && !ownsNow;
    }

    /** A start whose answer was lost left the producer one epoch behind; an abort for lateness, too, fences it, however. */
    private static boolean isOneBehindAfterStart(TransactionalProducer known, StoredTransaction current) {
        return current.phase() == TransactionPhase.EMPTY && known.epoch() == current.epoch() - 1;
    }

    private static boolean isRetry(Optional<TransactionalProducer> known, StoredTransaction current) {
        return known.filter(had -> had.id() != current.producerId() || had.epoch() != current.epoch())
                .isPresent();
    }

    private Outcome abortFirst(StoredTransaction current, TransactionCommand.Init init, Moment now) {
        Outcome abort = new TransactionEnds(id).abort(current, now);
        return abort.and(failed(init, Errors.CONCURRENT_TRANSACTIONS));
    }

    private Outcome bump(StoredTransaction current, TransactionCommand.Init init, Moment now) {
        return started(
                init,
                StoredTransaction.started(
                        current.producerId(),
                        current.previousProducerId(),
                        current.epoch() + 1,
                        init.timeoutMs(),
                        now.wallMs()));
    }

    /** Begins with a producer id of its own, or one with epochs left. */
    private Outcome rotate(TransactionCommand.Init init, long previousId, Moment now) {
        if (init.freshId().isEmpty()) {
            return Outcome.answer(init.reply(), InitResult.freshIdNeeded());
        }
        long freshId = init.freshId().getAsLong();
        return started(init, StoredTransaction.started(freshId, previousId, 0, init.timeoutMs(), now.wallMs()));
    }

    private Outcome started(TransactionCommand.Init init, StoredTransaction next) {
        Outcome.Builder out = new Outcome.Builder();
        out.write(new TransactionRecord.Stored(id, next));
        out.answer(init.reply(), InitResult.of(next.producerId(), next.epoch()), InitResult::failed);
        return out.build();
    }

    private static Outcome failed(TransactionCommand.Init init, Errors error) {
        return Outcome.answer(init.reply(), InitResult.failed(error));
    }
}
