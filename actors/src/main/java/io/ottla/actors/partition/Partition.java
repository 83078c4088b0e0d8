package io.ottla.actors.partition;

import io.ottla.actors.Reply;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.state.FollowerFetch;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.CompactedSegment;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.FoundFuture;
import io.ottla.storage.LogCompaction;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.ProducerStateSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one partition replica. The replica is {@link Opening}, {@link Leading}, {@link Following} or {@link
 * Offline}; it alone writes its log, so the actor is the lock.
 */
public final class Partition {
    private Partition() {}

    /** What a replica can be told. All of it is local to the node. */
    public sealed interface Command
            permits Append,
                    VerifyTransaction,
                    AwaitData,
                    DeleteRecords,
                    DescribeProducers,
                    Lead,
                    Follow,
                    StopLeading,
                    FromLeader,
                    FollowerFetched,
                    FollowerLeft,
                    CheckFollowers,
                    IsrAnswered,
                    Configure,
                    Delete,
                    Close,
                    Maintain,
                    Compaction,
                    Move,
                    FailDisk,
                    Internal {}

    /** What a replica tells itself: the results of work that waited for the disk. */
    sealed interface Internal extends Command
            permits Opening.Opened,
                    Opening.OpenFailed,
                    ReplicaLog.Forced,
                    ReplicaMove.Arrived,
                    TransactionVerified,
                    Deletions.Overdue,
                    Gone.Quiet {}

    /** The coordinator of a transaction has answered. */
    record TransactionVerified(TransactionCheck check, Errors error) implements Internal {}

    /**
     * Appends a producer's or a coordinator's batches.
     *
     * @param records whole batches; the buffer belongs to the replica until it replies and is patched in place
     * @param requiredAcks 0 or 1: reply after the append; -1: reply once the high watermark has passed it
     * @param origin who wrote it
     * @param leaderEpoch the epoch the writer believes in, or -1 for any (safety rule G1)
     * @param check how to find out whether the transaction of a client's batch is open; null for no transaction, or to believe it
     * @param reply takes the answer, always given, also for acks=0
     */
    public record Append(
            MemoryRecords records,
            short requiredAcks,
            AppendOrigin origin,
            int leaderEpoch,
            @Nullable TransactionCheck check,
            Reply<AppendReply> reply)
            implements Command {
        /** Batches that need no check of their transaction: of none, or of one that was {@link VerifyTransaction verified}. */
        public Append(
                MemoryRecords records,
                short requiredAcks,
                AppendOrigin origin,
                int leaderEpoch,
                Reply<AppendReply> reply) {
            this(records, requiredAcks, origin, leaderEpoch, null, reply);
        }

        /** A coordinator's batch, in an epoch that it leads in. */
        public static Append ofCoordinator(
                MemoryRecords records, short requiredAcks, int leaderEpoch, Reply<AppendReply> reply) {
            return new Append(records, requiredAcks, AppendOrigin.COORDINATOR, leaderEpoch, null, reply);
        }

        /** The marker that ends a transaction, which must be of the next epoch where transactions end with one. */
        public static Append ofMarker(
                MemoryRecords marker, boolean ofNextEpoch, int leaderEpoch, Reply<AppendReply> reply) {
            AppendOrigin origin = ofNextEpoch ? AppendOrigin.NEXT_EPOCH_MARKER : AppendOrigin.COORDINATOR;
            return new Append(marker, (short) -1, origin, leaderEpoch, null, reply);
        }
    }

    /** Makes sure that a transaction is open, so that a coordinator may append batches to it until its marker comes. */
    public record VerifyTransaction(TransactionCheck check, Reply<Errors> reply) implements Command {}

    /**
     * Registers a fetch that found too little.
     *
     * @param offset the waiter is woken when there is something to read at or past this offset
     * @param committedOnly whether it waits for the last stable offset rather than the high watermark
     */
    public record AwaitData(DataWaiter waiter, long offset, boolean committedOnly) implements Command {}

    /**
     * Moves the log start up (DeleteRecords).
     *
     * @param beforeOffset the new first offset; -1 for the high watermark
     * @param patience how long to wait for the followers on brokers that serve to do the same
     */
    public record DeleteRecords(long beforeOffset, Duration patience, Reply<RecordsDeleted> reply) implements Command {}

    /** The outcome of {@link DeleteRecords}: the low watermark, or -1 with an error. */
    public record RecordsDeleted(Errors error, long lowWatermark) {}

    /** Asks for the idempotent producers this leader knows. */
    public record DescribeProducers(Reply<ProducersDescribed> reply) implements Command {}

    /** The outcome of {@link DescribeProducers}. */
    public record ProducersDescribed(Errors error, List<ProducerStateSummary> producers) {}

    /** This replica is the leader of the partition as the controller decided it. */
    public record Lead(PartitionImage partition) implements Command {}

    /** This replica follows the leader of the partition as the controller decided it, or nobody while there is none. */
    public record Follow(PartitionImage partition) implements Command {}

    /**
     * This replica must not lead any more, although it has not been told who does: its node is fenced, or a follower knows of a newer
     * leader (safety rule M7).
     *
     * @param leaderEpoch the newest epoch that it must not lead in
     */
    public record StopLeading(int leaderEpoch) implements Command {}

    /**
     * What the leader answered to this replica's fetch.
     *
     * @param link the link it came by; whatever comes by an earlier one is void
     * @param error NONE or OFFSET_OUT_OF_RANGE
     * @param diverging where the leader's log parts from this one, null where it does not
     * @param records batches to append; their memory may be used until the link is told where to go on
     * @param highWatermark the leader's
     * @param logStartOffset the leader's
     */
    public record FromLeader(
            LeaderLink link,
            Errors error,
            @Nullable EpochEndOffset diverging,
            MemoryRecords records,
            long highWatermark,
            long logStartOffset)
            implements Command {}

    /**
     * A follower has fetched.
     *
     * @param leaderEpoch the leader epoch that it fetched in
     */
    public record FollowerFetched(int leaderEpoch, FollowerFetch fetch) implements Command {}

    /**
     * A follower does not fetch this partition any more, at least not in this session: its replica may be gone, though its broker serves.
     *
     * @param session which of its fetch sessions that was
     */
    public record FollowerLeft(int replica, long session) implements Command {}

    /** Looks whether followers lag, or may be in sync now. Sent now and then, and when brokers come and go. */
    public record CheckFollowers(long nowMs) implements Command {}

    /** The controller's answer to a proposal. */
    public record IsrAnswered(IsrChange change, Errors error) implements Command {}

    /** New settings. */
    public record Configure(PartitionActor.Settings settings) implements Command {}

    /** Gives up the replica and its files; {@code done} is told when the log is renamed for deletion. */
    public record Delete(Reply<Boolean> done) implements Command {}

    /** Flushes and closes the log, then stops. */
    public record Close(Reply<Boolean> done) implements Command {}

    /** Runs what is due: retention, rolling by time, flushing by time. Sent by the node's one timer wheel (safety R8). */
    public record Maintain(long nowMs) implements Command {}

    /**
     * Moves the replica's log to another directory, while it goes on working; the one it lives in ends a move that is under way.
     *
     * @param found the copy that an earlier move has left there, if any
     * @param reply NONE when the move has begun
     */
    public record Move(Home target, MovePace pace, Optional<FoundFuture> found, Reply<Errors> reply)
            implements Command {}

    /** The disk of a log directory failed: a replica in it is offline, a move to it ends. */
    public record FailDisk(LogDirectory directory, Throwable cause) implements Command {}

    /** What a cleaner's thread asks of the replica: it alone may change the log. Also followers compact. */
    public sealed interface Compaction extends Command permits StartCompaction, ReplaceSegments, FinishCompaction {}

    /** Asks for a compaction to run; empty when the replica is in no state for one. */
    public record StartCompaction(Reply<Optional<LogCompaction>> reply) implements Compaction {}

    /** Puts a compacted segment into the log; false when the compaction is void. */
    public record ReplaceSegments(CompactedSegment compacted, Reply<Boolean> reply) implements Compaction {}

    /** Notes that everything below an offset is compacted; false when the replica is gone. */
    public record FinishCompaction(LogCompaction compaction, long endOffset, Reply<Boolean> reply)
            implements Compaction {}
}
