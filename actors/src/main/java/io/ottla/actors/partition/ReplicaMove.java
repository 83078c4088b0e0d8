package io.ottla.actors.partition;

import io.ottla.storage.FutureLog;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogView;
import io.ottla.storage.PartitionLog;
import io.ottla.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The move of a replica to another log directory (KIP-113): copies its log there while it goes on working, and tells the replica when nothing
 * is missing any more. The replica copies what has come in between and switches.
 *
 * <pre>
 *   [copy a piece] -- more to copy --> [copy a piece] -- nothing missing --> [force] --> replica: {@link Arrived}
 *        ^                                                                                  |
 *        '------------------------ too much has come in between ------------- {@link #goOn} -'
 * </pre>
 *
 * <p>Steps run on the threads of the {@link MovePace}, one at a time. From {@link Arrived} to {@link #goOn} the copy belongs to the replica.
 */
final class ReplicaMove {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaMove.class);
    private static final int PIECE_BYTES = 1 << 20;

    private static final int LAST_PIECES = 8;
    private static final long NO_CUT = Long.MAX_VALUE;

    private final Replica replica;
    private final Home target;
    private final MovePace pace;
    private final Function<LogView, FutureLog> begin;
    private final AtomicLong cut = new AtomicLong(NO_CUT);
    private volatile @Nullable FutureLog copy;
    private volatile State state = State.GOING_ON;

    private enum State {
        GOING_ON,
        /** The copy stays for the next start of the node. */
        SUSPENDED,
        /** The copy is to be deleted by the next step. */
        CANCELLED
    }

    /**
     * A move.
     *
     * @param begin makes the copy, or goes on with one that was found; run on a thread of the pace
     */
    ReplicaMove(Replica replica, Home target, MovePace pace, Function<LogView, FutureLog> begin) {
        this.replica = replica;
        this.target = target;
        this.pace = pace;
        this.begin = begin;
    }

    /** The copy has everything that the log had a moment ago, on its disk. */
    record Arrived(ReplicaMove move, FutureLog copy) implements Partition.Internal {}

    Home target() {
        return target;
    }

    /** What is copied so far; null before the copy has begun. Any thread. */
    @Nullable
    LogView copied() {
        FutureLog begun = copy;
        return begun == null ? null : begun.view();
    }

    /** Copies what there is now, and what comes. */
    void goOn() {
        pace.next(this::step);
    }

    /**
     * The log was cut and ends here now. To be told after the cut, before anything is appended again; what is being read of it at that
     * moment is noticed by the reader.
     */
    void cutTo(long endOffset) {
        cut.accumulateAndGet(endOffset, Math::min);
    }

    /** Copies no more; the copy stays for the next start of the node, unless it goes already. */
    void suspend() {
        if (state == State.GOING_ON) {
            state = State.SUSPENDED;
        }
    }

    /** Copies no more, and deletes what there is with the next step. */
    void cancel() {
        state = State.CANCELLED;
    }

    /** Whether it has failed, or was given up. */
    boolean isOver() {
        return state != State.GOING_ON;
    }

    /**
     * Copies what has come since, and makes the copy the replica's log. Empty when too much has come, so that the move has to {@link #goOn},
     * or when the move {@link #isOver}. On the replica's thread, to which the copy belongs meanwhile.
     */
    Optional<PartitionLog> arrive(FutureLog arrived, PartitionLog log) {
        LogView source = log.view();
        LogDirectory from = replica.home().directory();
        try {
            follow(arrived, source);
        } catch (StorageException failure) {
            targetFailed(failure);
            return Optional.empty();
        }
        for (int pieces = 0; pieces < LAST_PIECES && !arrived.hasAllOf(source); pieces++) {
            Optional<ByteBuffer> batches = arrived.read(source, PIECE_BYTES);
            if (batches.isEmpty() || !tryAppend(arrived, batches.get())) {
                return Optional.empty();
            }
        }
        return arrived.hasAllOf(source) ? promote(arrived, log, from) : Optional.empty();
    }

    private boolean tryAppend(FutureLog arrived, ByteBuffer batches) {
        try {
            return arrived.append(batches, replica.nowMs()) > 0;
        } catch (StorageException failure) {
            targetFailed(failure);
            return false;
        }
    }

    private Optional<PartitionLog> promote(FutureLog arrived, PartitionLog log, LogDirectory from) {
        long number = from.futures().numberAbove(log, replica.nowMs());
        try {
            return Optional.of(target.directory().futures().promote(arrived, log, from, number, replica.nowMs()));
        } catch (StorageException failure) {
            targetFailed(failure);
            from.futures().outlive(log, target.directory(), number);
            return Optional.empty();
        }
    }

    /** The copy cannot go on; the replica stays where it is. A copy that is damaged goes; one whose disk failed is left to the next start. */
    void targetFailed(StorageException failure) {
        LOG.error(
                "{}: cannot be moved to {}",
                replica.handle().id(),
                target.directory().path(),
                failure);
        if (replica.suspect(target.directory(), failure)) {
            state = State.SUSPENDED;
        } else {
            state = State.CANCELLED;
            pace.next(this::step);
        }
        replica.handle().tell(new Partition.FailDisk(target.directory(), failure));
    }

    private void step() {
        PartitionView view = replica.handle().view();
        FutureLog begun = copy;
        if (state == State.CANCELLED) {
            discard(begun);
        } else if (state == State.GOING_ON) {
            if (view == null) {
                pace.later(this::step);
            } else {
                copyPiece(begun, view.log());
            }
        }
    }

    private void copyPiece(@Nullable FutureLog begun, LogView source) {
        FutureLog to;
        try {
            to = begun == null ? begin.apply(source) : begun;
            copy = to;
            follow(to, source);
            if (to.hasAllOf(source)) {
                to.flush(replica.nowMs());
                replica.handle().tell(new Arrived(this, to));
                return;
            }
        } catch (StorageException failure) {
            targetFailed(failure);
            return;
        }
        try {
            Optional<ByteBuffer> batches = to.read(source, PIECE_BYTES);
            if (batches.isPresent()) {
                append(to, batches.get());
            } else {
                pace.later(this::step);
            }
        } catch (StorageException failure) {
            replica.handle().tell(new Partition.FailDisk(replica.home().directory(), failure));
        }
    }

    private void append(FutureLog to, ByteBuffer batches) {
        int copied;
        try {
            copied = to.append(batches, replica.nowMs());
        } catch (StorageException failure) {
            targetFailed(failure);
            return;
        }
        pace.moved(copied);
        if (copied == 0) {
            // The disk is full, or the log has been cut: the next step sees what there is then.
            pace.later(this::step);
        } else {
            pace.next(this::step);
        }
    }

    private void follow(FutureLog to, LogView source) {
        long cutAt = cut.getAndSet(NO_CUT);
        to.cutTo(cutAt);
        to.follow(source);
    }

    private void discard(@Nullable FutureLog begun) {
        if (begun == null) {
            return;
        }
        copy = null;
        try {
            target.directory().futures().discard(begun).run();
        } catch (StorageException failure) {
            targetFailed(failure);
        }
    }
}
