package io.ottla.actors.transaction.state;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A transactional id as the log has it.
 *
 * @param producerId the id of its producer
 * @param previousProducerId the one it had before its epochs were used up, -1 for none
 * @param nextProducerId the one it will have when the transaction has ended, as its epochs are used up; -1 for none
 * @param epoch the newest epoch; lower ones are fenced
 * @param timeoutMs how long a transaction may be open
 * @param phase where it stands
 * @param partitions what the transaction has written to, until it has ended
 * @param lastUpdateMs when this was decided, wall clock
 * @param startMs when the transaction began, wall clock; -1 for none
 * @param bumpsEpoch whether the transaction ends with a new epoch (transactions of version 2, KIP-890)
 */
public record StoredTransaction(
        long producerId,
        long previousProducerId,
        long nextProducerId,
        short epoch,
        int timeoutMs,
        TransactionPhase phase,
        Set<TopicPartition> partitions,
        long lastUpdateMs,
        long startMs,
        boolean bumpsEpoch) {
    /** No producer id, or no time. */
    public static final long NONE = -1L;

    /** The last epoch that a client may have; the one above is for fencing it. */
    static final short LAST_EPOCH = Short.MAX_VALUE - 1;

    /** A producer that starts with this id and epoch. */
    static StoredTransaction started(long producerId, long previous, int epoch, int timeoutMs, long nowMs) {
        return new StoredTransaction(
                producerId,
                previous,
                NONE,
                (short) epoch,
                timeoutMs,
                TransactionPhase.EMPTY,
                Set.of(),
                nowMs,
                NONE,
                false);
    }

    boolean isExhausted() {
        return epoch >= LAST_EPOCH;
    }

    /** The same transaction, about these partitions. */
    StoredTransaction ongoing(Set<TopicPartition> all, long nowMs) {
        long begun = phase == TransactionPhase.ONGOING ? startMs : nowMs;
        return new StoredTransaction(
                producerId,
                previousProducerId,
                NONE,
                epoch,
                timeoutMs,
                TransactionPhase.ONGOING,
                all,
                nowMs,
                begun,
                bumpsEpoch);
    }

    /** Its end is decided; markers carry this epoch. */
    StoredTransaction ending(boolean commit, int markerEpoch, long nextId, boolean bumps, long nowMs) {
        return new StoredTransaction(
                producerId,
                previousProducerId,
                nextId,
                (short) markerEpoch,
                timeoutMs,
                commit ? TransactionPhase.PREPARE_COMMIT : TransactionPhase.PREPARE_ABORT,
                partitions,
                nowMs,
                startMs,
                bumps);
    }

    /** Every marker is written. */
    StoredTransaction ended(long nowMs) {
        boolean rotates = nextProducerId != NONE;
        return new StoredTransaction(
                rotates ? nextProducerId : producerId,
                rotates ? producerId : previousProducerId,
                NONE,
                rotates ? 0 : epoch,
                timeoutMs,
                phase == TransactionPhase.PREPARE_COMMIT
                        ? TransactionPhase.COMPLETE_COMMIT
                        : TransactionPhase.COMPLETE_ABORT,
                Set.of(),
                nowMs,
                startMs,
                bumpsEpoch);
    }
}
