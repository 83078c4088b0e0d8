package io.ottla.actors.transaction.state;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a transactional id stands.
 *
 * <pre>
 *              first partition               the producer commits                markers written
 *   EMPTY ──────────────────────> ONGOING ──────────────────────> PREPARE_COMMIT ───────────────> COMPLETE_COMMIT
 *     ^                            ^   │                                                            │
 *     │                            │   └───────────────────────> PREPARE_ABORT ──> COMPLETE_ABORT    │
 *     │                            │    it aborts, another takes                       │            │
 *     │       first partition      │    its place, or time is up                       │            │
 *     │                            └───────────────────────────────────────────────────┴────────────┤
 *     └──── a producer starts ──────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * An end that has been written is carried out whatever happens.
 */
public enum TransactionPhase {
    /** A producer has its id, and no transaction was begun since. */
    EMPTY(0, "Empty"),
    /** A transaction is open. */
    ONGOING(1, "Ongoing"),
    /** It will commit; markers are being written. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    /** It will abort; markers are being written. */
    PREPARE_ABORT(3, "PrepareAbort"),
    /** It has committed in every partition. */
    COMPLETE_COMMIT(4, "CompleteCommit"),
    /** It has aborted in every partition. */
    COMPLETE_ABORT(5, "CompleteAbort"),
    /** Nothing is left of it; older brokers of Kafka wrote this before they forgot an id. */
    DEAD(6, "Dead");

    private final int code;
    private final String label;

    TransactionPhase(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Its number in the log. */
    public int code() {
        return code;
    }

    /** The name that clients know. */
    public String label() {
        return label;
    }

    /** Whether an end is decided, and its markers are not all written. */
    public boolean isEnding() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** Whether no transaction is open or ending. */
    public boolean isIdle() {
        return this != ONGOING && !isEnding();
    }

    /** The phase of this number. */
    public static Optional<TransactionPhase> ofCode(int code) {
        return Stream.of(values()).filter(phase -> phase.code == code).findFirst();
    }

    /** The phase of this name. */
    public static Optional<TransactionPhase> ofLabel(String label) {
        return Stream.of(values()).filter(phase -> phase.label.equals(label)).findFirst();
    }
}
