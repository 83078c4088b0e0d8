package io.ottla.actors.partition;

import akka.actor.typed.javadsl.ActorContext;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.AppendContext;
import io.ottla.storage.AppendResult;
import io.ottla.storage.Deletion;
import io.ottla.storage.FlushTicket;
import io.ottla.storage.FutureLogs;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogView;
import io.ottla.storage.PartitionLog;
import io.ottla.storage.ProducerStateSummary;
import io.ottla.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
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
    private PartitionLog log;
    private PartitionActor.Settings settings;
    private boolean forcing;
    /** Whether the log is the one that the last compaction began in, not moved or copied since. */
    private boolean compacting;

    private @Nullable ReplicaMove move;

    ReplicaLog(Replica replica, PartitionLog log, PartitionActor.Settings settings) {
        this.replica = replica;
        this.log = log;
        this.settings = settings;
        replica.handle().offerForCompaction(log);
    }

    /** An fsync has ended, of the log as it was in this place. */
    record Forced(Home home, FlushTicket ticket, @Nullable Throwable failure) implements Partition.Internal {}

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
        cutCopy();
    }

    void restartAt(long offset) {
        log.truncateFullyAndStartAt(offset);
        cutCopy();
    }

    private void cutCopy() {
        ReplicaMove under = move;
        if (under != null) {
            under.cutTo(log.view().logEndOffset());
        }
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
        Home home = replica.home();
        context.pipeToSelf(
                CompletableFuture.runAsync(ticket::force, replica.flushes()),
                (done, failure) -> new Forced(home, ticket, failure));
    }

    /**
     * Takes note of an fsync.
     *
     * @throws StorageException if it failed: any error of an fsync makes the disk unusable (safety rule R7)
     */
    void forced(Forced forced) {
        if (forced.home().directory() != replica.home().directory()) {
            forcedBeforeMove(forced);
            return;
        }
        forcing = false;
        if (forced.failure() != null) {
            throw new StorageException(replica.handle().id() + ": forcing the log failed", forced.failure());
        }
        log.flushed(forced.ticket());
    }

    private void forcedBeforeMove(Forced forced) {
        if (forced.failure() != null) {
            replica.events().directoryFailed(forced.home().directory(), forced.failure());
        }
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

    /** Does one step of a compaction, and answers. One that began before a move of the log is void. */
    void compact(Partition.Compaction step) {
        boolean valid = compacting && move == null;
        if (step instanceof Partition.StartCompaction start) {
            compacting = move == null;
            start.reply()
                    .complete(
                            compacting
                                    ? Optional.of(
                                            log.startCompaction(replica.clock().millis()))
                                    : Optional.empty());
        } else if (step instanceof Partition.ReplaceSegments replace) {
            Optional<Deletion> deletion = valid ? log.replaceSegments(replace.compacted()) : Optional.empty();
            deletion.ifPresent(files -> discard(List.of(files)));
            replace.reply().complete(deletion.isPresent());
        } else if (step instanceof Partition.FinishCompaction finish) {
            if (valid) {
                log.finishCompaction(finish.compaction(), finish.endOffset());
            }
            finish.reply().complete(valid);
        }
    }

    /** Begins a move to another directory, or ends one where the replica lives there already. */
    void move(Partition.Move wanted) {
        ReplicaMove under = move;
        Home target = wanted.target();
        if (under != null && under.target().directory() != target.directory()) {
            cancelMove();
        }
        if (target.directory() == replica.home().directory()) {
            cancelMove();
        } else if (move == null) {
            beginMove(wanted);
        }
        wanted.reply().complete(Errors.NONE);
    }

    private void beginMove(Partition.Move wanted) {
        FutureLogs futures = wanted.target().directory().futures();
        TopicIdPartition id = replica.handle().id();
        LogConfig config = settings.log();
        ReplicaMove begun = new ReplicaMove(
                replica,
                wanted.target(),
                wanted.pace(),
                source -> wanted.found()
                        .map(left -> futures.resume(left, id.topicPartition(), config, source, replica.nowMs()))
                        .orElseGet(() ->
                                futures.create(id.topicPartition(), id.topicId(), config, source, replica.nowMs())));
        move = begun;
        compacting = false;
        // What is compacted away while it is copied could come back: a key whose tombstone went before it was reached.
        replica.handle().withdrawFromCompaction();
        replica.handle()
                .movesTo(new PartitionHandle.Future(wanted.target().directory().path(), begun::copied));
        begun.goOn();
    }

    /** The copy has come close. Returns whether the replica lives in the other directory now. */
    boolean arrived(ReplicaMove.Arrived arrived) {
        if (arrived.move() != move) {
            arrived.move().goOn();
            return false;
        }
        Optional<PartitionLog> moved = arrived.move().arrive(arrived.copy(), log);
        if (moved.isPresent()) {
            switchTo(arrived.move().target(), moved.get());
            return true;
        }
        if (arrived.move().isOver()) {
            moveEnded();
        } else {
            arrived.move().goOn();
        }
        return false;
    }

    private void switchTo(Home target, PartitionLog moved) {
        PartitionLog old = log;
        Home from = replica.home();
        log = moved;
        forcing = false;
        replica.moveTo(target);
        moveEnded();
        replica.events().moved(replica.handle(), target.directory());
        try {
            Deletion deletion = from.directory().deleteLog(old);
            from.threads().disk().execute(deletion);
            target.threads().disk().execute(() -> {
                target.directory().checkpoint();
                target.directory().futures().settle(replica.handle().id().topicPartition());
            });
        } catch (StorageException failure) {
            boolean unused = replica.suspect(from.directory(), failure);
        }
    }

    /** Whether this is the directory that the replica lives in; a move to a directory that has failed ends. */
    boolean livesIn(LogDirectory failed) {
        ReplicaMove under = move;
        if (under != null && under.target().directory() == failed) {
            under.suspend();
            moveEnded();
        }
        return replica.home().directory() == failed;
    }

    private void cancelMove() {
        ReplicaMove under = move;
        if (under != null) {
            under.cancel();
            moveEnded();
        }
    }

    private void moveEnded() {
        move = null;
        replica.handle().movesTo(null);
        replica.handle().offerForCompaction(log);
    }

    /** Takes the log's folder out of sight at once and deletes its files on a disk thread. */
    void delete() {
        cancelMove();
        replica.handle().withdrawFromCompaction();
        Deletion deletion = replica.home().directory().deleteLog(log);
        replica.disk().execute(deletion);
    }

    void close() {
        ReplicaMove under = move;
        if (under != null) {
            under.suspend();
            moveEnded();
        }
        replica.handle().withdrawFromCompaction();
        log.close();
    }

    /** Lets go of a log whose disk failed. */
    void abandon() {
        cancelMove();
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
