package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.Reply;
import io.ottla.actors.partition.state.ReplicaProgress;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.AppendResult;
import io.ottla.storage.LogView;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** A replica that leads: it takes batches, moves the high watermark and wakes those who wait for it. */
final class Leading extends AbstractBehavior<Partition.Command> {
    private static final short ACKS_ALL = -1;

    private final Replica replica;
    private final ReplicaLog log;
    private final ReplicaProgress progress;
    private final PendingReplies pending = new PendingReplies();
    private final DataWaiters waiters = new DataWaiters();
    private final TransactionGate gate;

    /** What this replica became of, when that came out within a callback. */
    private @Nullable Behavior<Partition.Command> next;

    private Partition.Lead term;

    Leading(ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, Partition.Lead term) {
        super(context);
        this.replica = replica;
        this.log = log;
        this.term = term;
        this.gate = new TransactionGate(check -> check.verify()
                .accept(error -> context.getSelf().tell(new Partition.TransactionVerified(check, error))));
        this.progress = new ReplicaProgress(
                term.replicas(), term.isr(), log.minInSyncReplicas(), log.view().highWatermark());
        log.startLeaderEpoch(term.leaderEpoch());
        progress.acknowledge(replica.nodeId(), log.safeEnd());
        progressed();
        replica.events().leading(replica.handle(), term.leaderEpoch());
    }

    @Override
    public Receive<Partition.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Partition.Append.class, this::onAppend)
                .onMessage(Partition.VerifyTransaction.class, this::onVerifyTransaction)
                .onMessage(Partition.TransactionVerified.class, this::onTransactionVerified)
                .onMessage(Partition.AwaitData.class, this::onAwaitData)
                .onMessage(ReplicaLog.Forced.class, this::onForced)
                .onMessage(Partition.DeleteRecords.class, this::onDeleteRecords)
                .onMessage(Partition.DescribeProducers.class, this::onDescribeProducers)
                .onMessage(Partition.Lead.class, this::onLead)
                .onMessage(Partition.Follow.class, this::onFollow)
                .onMessage(Partition.Configure.class, this::onConfigure)
                .onMessage(Partition.Maintain.class, this::onMaintain)
                .onMessage(Partition.Compaction.class, this::onCompaction)
                .onMessage(Partition.Delete.class, this::onDelete)
                .onMessage(Partition.Close.class, this::onClose)
                .build();
    }

    private Behavior<Partition.Command> onVerifyTransaction(Partition.VerifyTransaction verify) {
        gate.pass(verify.check(), log::inTransaction, verify.reply()::complete);
        return this;
    }

    private Behavior<Partition.Command> onTransactionVerified(Partition.TransactionVerified verified) {
        gate.answered(verified.check(), verified.error());
        return next == null ? this : next;
    }

    private Behavior<Partition.Command> onAppend(Partition.Append append) {
        TransactionCheck check = append.check();
        if (check == null) {
            return appendNow(append);
        }
        gate.pass(check, log::inTransaction, error -> passed(append, error));
        return next == null ? this : next;
    }

    private void passed(Partition.Append append, Errors error) {
        Errors refusal = next == null ? error : Errors.KAFKA_STORAGE_ERROR;
        if (refusal != Errors.NONE) {
            append.reply().complete(AppendReply.Refused.of(refusal));
            return;
        }
        Behavior<Partition.Command> after = appendNow(append);
        if (after != this) {
            next = after;
        }
    }

    private Behavior<Partition.Command> appendNow(Partition.Append append) {
        if (append.leaderEpoch() >= 0 && append.leaderEpoch() != term.leaderEpoch()) {
            append.reply().complete(AppendReply.Refused.of(Errors.NOT_LEADER_OR_FOLLOWER));
            return this;
        }
        if (append.requiredAcks() == ACKS_ALL && !progress.enoughInSync()) {
            append.reply().complete(AppendReply.Refused.of(Errors.NOT_ENOUGH_REPLICAS));
            return this;
        }
        Optional<RecordBatch> transactional = transactionalBatch(append);
        if (transactional.filter(this::isOutsideOfTransaction).isPresent()) {
            append.reply().complete(AppendReply.Refused.of(Errors.INVALID_TXN_STATE));
            return this;
        }
        Behavior<Partition.Command> after = Offline.ifDiskFails(getContext(), replica, log, () -> {
            AppendResult result = log.append(append, term.leaderEpoch());
            if (result instanceof AppendResult.Appended appended) {
                transactional.filter(RecordBatch::isControlBatch).ifPresent(end -> gate.ended(end.producerId()));
                onAppended(append, appended);
            } else if (result instanceof AppendResult.Rejected rejected) {
                append.reply().complete(refused(rejected));
            }
            return this;
        });
        if (after != this) {
            append.reply().complete(AppendReply.Refused.of(Errors.KAFKA_STORAGE_ERROR));
            resign(Errors.KAFKA_STORAGE_ERROR);
        }
        return after;
    }

    /** What a coordinator appends to a transaction, or to end it; a client's batch has been checked before. */
    private static Optional<RecordBatch> transactionalBatch(Partition.Append append) {
        return append.origin() != AppendOrigin.CLIENT
                ? Optional.ofNullable(append.records().firstBatch()).filter(RecordBatch::isTransactional)
                : Optional.empty();
    }

    private boolean isOutsideOfTransaction(RecordBatch batch) {
        return !batch.isControlBatch() && !gate.admits(batch.producerId(), batch.producerEpoch(), log::inTransaction);
    }

    private void onAppended(Partition.Append append, AppendResult.Appended appended) {
        log.forceIfDue(getContext());
        progress.acknowledge(replica.nodeId(), log.safeEnd());
        PendingReplies.Pending reply = new PendingReplies.Pending(
                appended.lastOffset(),
                append.requiredAcks() == ACKS_ALL,
                append.reply(),
                new AppendReply.Accepted(
                        appended.baseOffset(),
                        appended.lastOffset(),
                        appended.logAppendTimeMs(),
                        appended.logStartOffset()));
        pending.add(reply);
        progressed();
    }

    private AppendReply.Refused refused(AppendResult.Rejected rejected) {
        return new AppendReply.Refused(
                rejected.reason().error(),
                rejected.message(),
                rejected.recordErrors(),
                log.view().logStartOffset());
    }

    /** Publishes where the log stands now, then answers and wakes everybody whose offset it has passed. */
    private void progressed() {
        log.updateHighWatermark(progress.highWatermark());
        LogView view = log.view();
        replica.publish(PartitionView.Role.LEADING, term.leaderEpoch(), view);
        pending.complete(progress.safeEnd(replica.nodeId()), progress.highWatermark());
        waiters.wake(view.highWatermark(), view.lastStableOffset());
    }

    private Behavior<Partition.Command> onAwaitData(Partition.AwaitData await) {
        LogView view = log.view();
        waiters.add(await, view.highWatermark(), view.lastStableOffset());
        return this;
    }

    private Behavior<Partition.Command> onForced(ReplicaLog.Forced forced) {
        return guarded(() -> {
            log.forced(forced);
            log.forceIfDue(getContext());
            if (progress.acknowledge(replica.nodeId(), log.safeEnd()) || pending.waitsForDisk()) {
                progressed();
            }
        });
    }

    private Behavior<Partition.Command> onDeleteRecords(Partition.DeleteRecords delete) {
        long before = delete.beforeOffset() == -1 ? progress.highWatermark() : delete.beforeOffset();
        if (before < 0 || before > progress.highWatermark()) {
            delete.reply().complete(new Partition.RecordsDeleted(Errors.OFFSET_OUT_OF_RANGE, -1));
            return this;
        }
        return guarded(() -> {
            log.advanceLogStart(before);
            progressed();
            delete.reply()
                    .complete(
                            new Partition.RecordsDeleted(Errors.NONE, log.view().logStartOffset()));
        });
    }

    private Behavior<Partition.Command> onDescribeProducers(Partition.DescribeProducers describe) {
        describe.reply().complete(new Partition.ProducersDescribed(Errors.NONE, log.producers()));
        return this;
    }

    private Behavior<Partition.Command> onLead(Partition.Lead lead) {
        if (lead.leaderEpoch() < term.leaderEpoch()) {
            return this;
        }
        boolean newEpoch = lead.leaderEpoch() > term.leaderEpoch();
        term = lead;
        log.startLeaderEpoch(lead.leaderEpoch());
        progress.reconfigure(lead.replicas(), lead.isr(), log.minInSyncReplicas());
        progressed();
        if (newEpoch) {
            replica.events().leading(replica.handle(), lead.leaderEpoch());
        }
        return this;
    }

    private Behavior<Partition.Command> onFollow(Partition.Follow follow) {
        if (follow.leaderEpoch() <= term.leaderEpoch()) {
            return this;
        }
        Behavior<Partition.Command> following = new Following(getContext(), replica, log, follow.leaderEpoch());
        resign(Errors.NOT_LEADER_OR_FOLLOWER);
        return following;
    }

    private Behavior<Partition.Command> onConfigure(Partition.Configure configure) {
        log.configure(configure);
        progress.reconfigure(term.replicas(), term.isr(), log.minInSyncReplicas());
        progressed();
        return this;
    }

    private Behavior<Partition.Command> onMaintain(Partition.Maintain maintain) {
        return guarded(() -> {
            if (log.maintain(maintain.nowMs())) {
                progressed();
            }
            log.forceIfDue(getContext());
            waiters.forgetFinished();
        });
    }

    private Behavior<Partition.Command> onCompaction(Partition.Compaction step) {
        Behavior<Partition.Command> next = guarded(() -> {
            log.compact(step);
            progressed();
        });
        if (next != this) {
            Refusals.refuse(step, Errors.KAFKA_STORAGE_ERROR);
        }
        return next;
    }

    private Behavior<Partition.Command> onDelete(Partition.Delete delete) {
        return leave(log::delete, delete.done(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private Behavior<Partition.Command> onClose(Partition.Close close) {
        return leave(log::close, close.done(), Errors.NOT_LEADER_OR_FOLLOWER);
    }

    private Behavior<Partition.Command> leave(Runnable last, Reply<Boolean> done, Errors why) {
        replica.handle().retract();
        resign(why);
        return Offline.ifDiskFails(getContext(), replica, log, () -> {
            last.run();
            done.complete(true);
            return new Gone(getContext(), why);
        });
    }

    private Behavior<Partition.Command> guarded(Runnable work) {
        Behavior<Partition.Command> after = Offline.ifDiskFails(getContext(), replica, log, () -> {
            work.run();
            return this;
        });
        if (after != this) {
            resign(Errors.KAFKA_STORAGE_ERROR);
        }
        return after;
    }

    private void resign(Errors why) {
        pending.refuse(why);
        gate.refuse(why);
        waiters.wakeAll();
        replica.events().resigned(replica.handle());
    }
}
