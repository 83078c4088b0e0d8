package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Decides how transactions end. In version 2 (KIP-890) every end gives the producer a new epoch, so that nothing of the ended
 * transaction can be taken for part of the next; a request that comes again has the epoch below.
 */
final class TransactionEnds {
    private final String id;

    TransactionEnds(String id) {
        this.id = id;
    }

    Outcome decide(@Nullable StoredTransaction current, TransactionCommand.End end, Moment now) {
        if (current == null) {
            return failed(end, Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        if (current.phase().isEnding() && end.producer().id() == current.nextProducerId()) {
            return failed(end, Errors.CONCURRENT_TRANSACTIONS);
        }
        boolean again = end.bumpsEpoch() && isAgain(end.producer(), current);
        if (!again && end.producer().id() != current.producerId()) {
            return failed(end, Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        if (!again && end.producer().epoch() != current.epoch()) {
            return failed(end, Errors.PRODUCER_FENCED);
        }
        return switch (current.phase()) {
            case ONGOING -> again ? failed(end, Errors.PRODUCER_FENCED) : end(current, end, now);
            case PREPARE_COMMIT -> failed(end, whileEnding(end, again, end.commit()));
            case PREPARE_ABORT -> failed(end, whileEnding(end, again, !end.commit()));
            case COMPLETE_COMMIT -> afterEnd(current, end, again, end.commit(), now);
            case COMPLETE_ABORT -> afterEnd(current, end, again, !end.commit(), now);
            case EMPTY, DEAD -> withoutTransaction(current, end, again, now);
        };
    }

    /** Whether the producer has the epoch from before the end it asks for. */
    private static boolean isAgain(TransactionalProducer producer, StoredTransaction current) {
        boolean ended = current.bumpsEpoch() && !current.phase().equals(TransactionPhase.ONGOING);
        boolean sameId = producer.id() == current.producerId() && producer.epoch() == current.epoch() - 1;
        boolean formerId = producer.id() == current.previousProducerId()
                && producer.epoch() == StoredTransaction.LAST_EPOCH
                && current.epoch() == 0;
        return ended && (sameId || formerId);
    }

    /** With the new epoch it is the next transaction that is to end, which has to wait for its turn. */
    private static Errors whileEnding(TransactionCommand.End end, boolean again, boolean sameEnd) {
        boolean next = end.bumpsEpoch() && !again;
        return next || sameEnd ? Errors.CONCURRENT_TRANSACTIONS : Errors.INVALID_TXN_STATE;
    }

    private Outcome afterEnd(
            StoredTransaction current, TransactionCommand.End end, boolean again, boolean sameEnd, Moment now) {
        boolean repeated = again || !end.bumpsEpoch();
        if (repeated) {
            return sameEnd
                    ? Outcome.answer(end.reply(), InitResult.of(current.producerId(), current.epoch()))
                    : failed(end, Errors.INVALID_TXN_STATE);
        }
        return withoutTransaction(current, end, false, now);
    }

    /** A producer of version 2 may abort what the coordinator has not heard of yet: batches that were refused, or got lost. */
    private Outcome withoutTransaction(
            StoredTransaction current, TransactionCommand.End end, boolean again, Moment now) {
        boolean allowed = end.bumpsEpoch() && !end.commit() && !again;
        return allowed ? end(current, end, now) : failed(end, Errors.INVALID_TXN_STATE);
    }

    private Outcome end(StoredTransaction current, TransactionCommand.End end, Moment now) {
        if (!end.bumpsEpoch()) {
            return ended(
                    end,
                    current.ending(end.commit(), current.epoch(), StoredTransaction.NONE, false, now.wallMs()),
                    InitResult.of(current.producerId(), current.epoch()));
        }
        int markerEpoch = current.epoch() + 1;
        if (!current.isExhausted()) {
            return ended(
                    end,
                    current.ending(end.commit(), markerEpoch, StoredTransaction.NONE, true, now.wallMs()),
                    InitResult.of(current.producerId(), markerEpoch));
        }
        OptionalLong freshId = end.freshId();
        if (freshId.isEmpty()) {
            return Outcome.answer(end.reply(), InitResult.freshIdNeeded());
        }
        return ended(
                end,
                current.ending(end.commit(), markerEpoch, freshId.getAsLong(), true, now.wallMs()),
                InitResult.of(freshId.getAsLong(), 0));
    }

    private Outcome ended(TransactionCommand.End end, StoredTransaction next, InitResult result) {
        Outcome.Builder out = new Outcome.Builder();
        out.write(new TransactionRecord.Stored(id, next));
        out.answer(end.reply(), result, InitResult::failed);
        return out.build();
    }

    /** Aborts without the producer, which is fenced by the new epoch. */
    Outcome abort(StoredTransaction current, Moment now) {
        int fence = Math.min(Short.MAX_VALUE, current.epoch() + 1);
        Outcome.Builder out = new Outcome.Builder();
        out.write(new TransactionRecord.Stored(
                id, current.ending(false, fence, StoredTransaction.NONE, false, now.wallMs())));
        return out.build();
    }

    private static Outcome failed(TransactionCommand.End end, Errors error) {
        return Outcome.answer(end.reply(), InitResult.failed(error));
    }
}
