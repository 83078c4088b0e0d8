package io.ottla.actors.partition;

import akka.actor.typed.javadsl.ActorContext;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.AppendContext;
import io.ottla.storage.AppendResult;
import io.ottla.storage.Deletion;
import io.ottla.storage.FlushTicket;
import io.ottla.storage.LogView;
import io.ottla.storage.PartitionLog;
import io.ottla.storage.ProducerStateSummary;
import io.ottla.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * The log of a replica with its settings and its fsyncs, handed from one state of the actor to the next.
 *
 * <p>An fsync never holds the actor: it goes on appending while one runs on another thread, and one fsync serves everything
 * appended before it began (safety rule R5).
 */
final class ReplicaLog {
    private final Replica replica;
    private final PartitionLog log;
    private PartitionActor.Settings settings;
    private boolean forcing;

    ReplicaLog(Replica replica, PartitionLog log, PartitionActor.Settings settings) {
        this.replica = replica;
        this.log = log;
        this.settings = settings;
        replica.handle().offerForCompaction(log);
    }

    /** An fsync has ended. */
    record Forced(FlushTicket ticket, @Nullable Throwable failure) implements Partition.Internal {}

    LogView view() {
        return log.view();
    }

    ReplicationRules rules() {
        return settings.rules();
    }

    AppendResult append(Partition.Append append, int leaderEpoch) {
        long now = replica.clock().millis();
        return log.appendAsLeader(append.records(), AppendContext.of(append.origin(), leaderEpoch, now));
    }

    /** Appends what the leader of this epoch sent. */
    AppendResult appendFromLeader(MemoryRecords records, int leaderEpoch) {
        return log.appendAsFollower(records, leaderEpoch, replica.nowMs());
    }

    /** Whether everything in the log is as safe here as the topic asks for. */
    boolean isSafe() {
        return safeEnd() >= log.view().logEndOffset();
    }

    void truncateTo(long offset) {
        log.truncateTo(offset);
    }

    void restartAt(long offset) {
        log.truncateFullyAndStartAt(offset);
    }

    /** Where the records end that are as safe here as the topic asks for: on disk, or in the page cache. */
    long safeEnd() {
        return settings.log().flushMessages() == 1
                ? log.recoveryPoint()
                : log.view().logEndOffset();
    }

    /** Starts an fsync if one is due and none is running. */
    void forceIfDue(ActorContext<Partition.Command> context) {
        long now = replica.clock().millis();
        if (forcing || !log.isFlushDue(now)) {
            return;
        }
        forcing = true;
        FlushTicket ticket = log.prepareFlush(now);
        context.pipeToSelf(
                CompletableFuture.runAsync(ticket::force, replica.flushes()),
                (done, failure) -> new Forced(ticket, failure));
    }

    /**
     * Takes note of an fsync.
     *
     * @throws StorageException if it failed: any error of an fsync makes the disk unusable (safety rule R7)
     */
    void forced(Forced forced) {
        forcing = false;
        if (forced.failure() != null) {
            throw new StorageException(replica.handle().id() + ": forcing the log failed", forced.failure());
        }
        log.flushed(forced.ticket());
    }

    void startLeaderEpoch(int leaderEpoch) {
        log.startLeaderEpoch(leaderEpoch);
    }

    void updateHighWatermark(long highWatermark) {
        log.updateHighWatermark(highWatermark);
    }

    void advanceLogStart(long offset) {
        log.advanceLogStart(offset);
    }

    boolean inTransaction(long producerId, short epoch) {
        return log.inTransaction(producerId, epoch);
    }

    List<ProducerStateSummary> producers() {
        return log.producers();
    }

    void configure(PartitionActor.Settings changed) {
        settings = changed;
        log.updateConfig(changed.log());
    }

    /** Rolls and deletes what is due. Returns whether the view has changed. */
    boolean maintain(long nowMs) {
        long startBefore = log.view().logStartOffset();
        discard(log.deleteExpired(nowMs));
        return log.view().logStartOffset() != startBefore;
    }

    /** Does one step of a compaction, and answers. */
    void compact(Partition.Compaction step) {
        if (step instanceof Partition.StartCompaction start) {
            start.reply()
                    .complete(Optional.of(log.startCompaction(replica.clock().millis())));
        } else if (step instanceof Partition.ReplaceSegments replace) {
            Optional<Deletion> deletion = log.replaceSegments(replace.compacted());
            deletion.ifPresent(files -> discard(List.of(files)));
            replace.reply().complete(deletion.isPresent());
        } else if (step instanceof Partition.FinishCompaction finish) {
            log.finishCompaction(finish.compaction(), finish.endOffset());
            finish.reply().complete(true);
        }
    }

    /** Takes the log's folder out of sight at once and deletes its files on a disk thread. */
    void delete() {
        replica.handle().withdrawFromCompaction();
        Deletion deletion = replica.directory().deleteLog(log);
        replica.disk().execute(deletion);
    }

    void close() {
        replica.handle().withdrawFromCompaction();
        log.close();
    }

    /** Lets go of a log whose disk failed. */
    void abandon() {
        replica.handle().withdrawFromCompaction();
        log.abandon();
    }

    private void discard(List<Deletion> deletions) {
        for (Deletion deletion : deletions) {
            Executor later =
                    CompletableFuture.delayedExecutor(deletion.delayMs(), TimeUnit.MILLISECONDS, replica.disk());
            later.execute(deletion);
        }
    }
}
