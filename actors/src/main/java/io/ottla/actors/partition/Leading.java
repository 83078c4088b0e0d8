package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.Reply;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.actors.partition.state.TransactionGate;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.AppendResult;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** A replica that leads: it takes batches, hears from its followers, moves the high watermark and wakes those who wait for it. */
final class Leading extends AbstractBehavior<Partition.Command> {
    private static final short ACKS_ALL = -1;

    private final Replica replica;
    private final ReplicaLog log;
    private final Leadership leadership;
    private final TransactionGate gate;

    /** What this replica became of, when that came out within a callback. */
    private @Nullable Behavior<Partition.Command> next;

    Leading(ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, Partition.Lead lead) {
        super(context);
        this.replica = replica;
        this.log = log;
        this.gate = new TransactionGate(check -> check.verify()
                .accept(error -> context.getSelf().tell(new Partition.TransactionVerified(check, error))));
        this.leadership = new Leadership(context, replica, log, lead.partition());
    }

    @Override
    public Receive<Partition.Command> createReceive() {
        Receive<Partition.Command> state = newReceiveBuilder()
                .onMessage(Partition.Append.class, this::onAppend)
                .onMessage(Partition.FollowerFetched.class, this::onFollowerFetched)
                .onMessage(Partition.FollowerLeft.class, this::onFollowerLeft)
                .onMessage(Partition.VerifyTransaction.class, this::onVerifyTransaction)
                .onMessage(Partition.TransactionVerified.class, this::onTransactionVerified)
                .onMessage(Partition.AwaitData.class, this::onAwaitData)
                .onMessage(ReplicaLog.Forced.class, this::onForced)
                .onMessage(Partition.DeleteRecords.class, this::onDeleteRecords)
                .onMessage(Deletions.Overdue.class, this::onOverdue)
                .onMessage(Partition.DescribeProducers.class, this::onDescribeProducers)
                .onMessage(Partition.CheckFollowers.class, this::onCheckFollowers)
                .onMessage(Partition.IsrAnswered.class, this::onIsrAnswered)
                .onMessage(Partition.Lead.class, this::onLead)
                .onMessage(Partition.Follow.class, this::onFollow)
                .onMessage(Partition.StopLeading.class, this::onStopLeading)
                .onMessage(Partition.FromLeader.class, ofAnEarlierRole -> this)
                .onMessage(Partition.Configure.class, this::onConfigure)
                .onMessage(Partition.Maintain.class, this::onMaintain)
                .onMessage(Partition.Compaction.class, this::onCompaction)
                .onMessage(Partition.Move.class, this::onMove)
                .onMessage(ReplicaMove.Arrived.class, this::onArrived)
                .onMessage(Partition.FailDisk.class, this::onFailDisk)
                .onMessage(Partition.Delete.class, this::onDelete)
                .onMessage(Partition.Close.class, this::onClose)
                .build();
        return new Guarded(getContext(), replica, state, () -> {
            log.abandon();
            resign(Errors.KAFKA_STORAGE_ERROR);
        });
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
        if (append.leaderEpoch() >= 0 && append.leaderEpoch() != leadership.leaderEpoch()) {
            append.reply().complete(AppendReply.Refused.of(Errors.NOT_LEADER_OR_FOLLOWER));
            return this;
        }
        if (append.requiredAcks() == ACKS_ALL && !leadership.enoughInSync()) {
            append.reply().complete(AppendReply.Refused.of(Errors.NOT_ENOUGH_REPLICAS));
            return this;
        }
        Optional<RecordBatch> transactional = transactionalBatch(append);
        if (transactional.filter(this::isOutsideOfTransaction).isPresent()) {
            append.reply().complete(AppendReply.Refused.of(Errors.INVALID_TXN_STATE));
            return this;
        }
        long takenBefore = leadership.taken();
        Behavior<Partition.Command> after = Offline.ifDiskFails(getContext(), replica, log, () -> {
            AppendResult result = log.append(append, leadership.leaderEpoch());
            if (result instanceof AppendResult.Appended appended) {
                transactional.filter(RecordBatch::isControlBatch).ifPresent(end -> gate.ended(end.producerId()));
                leadership.appended(append, appended);
            } else if (result instanceof AppendResult.Repeated repeated) {
                leadership.repeated(append, repeated);
            } else if (result instanceof AppendResult.Rejected rejected) {
                append.reply().complete(refused(rejected));
            }
            return this;
        });
        if (after != this) {
            if (leadership.taken() == takenBefore) {
                append.reply().complete(AppendReply.Refused.of(Errors.KAFKA_STORAGE_ERROR));
            }
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

    private AppendReply.Refused refused(AppendResult.Rejected rejected) {
        return new AppendReply.Refused(
                rejected.reason().error(),
                rejected.message(),
                rejected.recordErrors(),
                log.view().logStartOffset());
    }

    private Behavior<Partition.Command> onFollowerFetched(Partition.FollowerFetched fetched) {
        leadership.fetched(fetched);
        return this;
    }

    private Behavior<Partition.Command> onFollowerLeft(Partition.FollowerLeft left) {
        leadership.left(left);
        return this;
    }

    private Behavior<Partition.Command> onCheckFollowers(Partition.CheckFollowers check) {
        leadership.check(check.nowMs());
        return this;
    }

    private Behavior<Partition.Command> onIsrAnswered(Partition.IsrAnswered answered) {
        leadership.answered(answered);
        return this;
    }

    private Behavior<Partition.Command> onAwaitData(Partition.AwaitData await) {
        leadership.await(await);
        return this;
    }

    private Behavior<Partition.Command> onForced(ReplicaLog.Forced forced) {
        return guarded(() -> leadership.forced(forced));
    }

    private Behavior<Partition.Command> onDeleteRecords(Partition.DeleteRecords delete) {
        return guarded(() -> leadership.deleteRecords(delete));
    }

    private Behavior<Partition.Command> onOverdue(Deletions.Overdue overdue) {
        leadership.overdue(overdue);
        return this;
    }

    private Behavior<Partition.Command> onDescribeProducers(Partition.DescribeProducers describe) {
        describe.reply().complete(new Partition.ProducersDescribed(Errors.NONE, log.producers()));
        return this;
    }

    private Behavior<Partition.Command> onLead(Partition.Lead lead) {
        return guarded(() -> leadership.decided(lead.partition()));
    }

    private Behavior<Partition.Command> onFollow(Partition.Follow follow) {
        if (follow.partition().leaderEpoch() <= leadership.leaderEpoch()) {
            return this;
        }
        Following following = new Following(getContext(), replica, log, leadership.leaderEpoch());
        resign(Errors.NOT_LEADER_OR_FOLLOWER);
        return following.onFollow(follow);
    }

    private Behavior<Partition.Command> onStopLeading(Partition.StopLeading stop) {
        if (stop.leaderEpoch() < leadership.leaderEpoch()) {
            return this;
        }
        Following following = new Following(getContext(), replica, log, leadership.leaderEpoch());
        resign(Errors.NOT_LEADER_OR_FOLLOWER);
        return following;
    }

    private Behavior<Partition.Command> onConfigure(Partition.Configure configure) {
        leadership.configured(configure);
        return this;
    }

    private Behavior<Partition.Command> onMaintain(Partition.Maintain maintain) {
        return guarded(() -> {
            if (log.maintain(maintain.nowMs())) {
                leadership.progressed();
            }
            log.forceIfDue(getContext());
            leadership.forgetFinishedWaiters();
        });
    }

    private Behavior<Partition.Command> onCompaction(Partition.Compaction step) {
        Behavior<Partition.Command> after = guarded(() -> {
            log.compact(step);
            leadership.progressed();
        });
        if (after != this) {
            Refusals.refuse(step, Errors.KAFKA_STORAGE_ERROR);
        }
        return after;
    }

    private Behavior<Partition.Command> onMove(Partition.Move move) {
        log.move(move);
        return this;
    }

    private Behavior<Partition.Command> onArrived(ReplicaMove.Arrived arrived) {
        return guarded(() -> {
            if (log.arrived(arrived)) {
                leadership.moved();
            }
        });
    }

    private Behavior<Partition.Command> onFailDisk(Partition.FailDisk fail) {
        if (!log.livesIn(fail.directory())) {
            return this;
        }
        resign(Errors.KAFKA_STORAGE_ERROR);
        return Offline.withLog(getContext(), replica, log, fail.cause());
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
        return Gone.after(last, done, getContext(), replica, log, why);
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
        gate.refuse(why);
        leadership.resign(why);
    }
}
