package io.ottla.actors.partition;

import akka.actor.typed.javadsl.ActorContext;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.state.FollowerFetch;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.LeaderState;
import io.ottla.actors.partition.state.LogEnd;
import io.ottla.storage.AppendResult;
import io.ottla.storage.LogView;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * One replica's time as leader: what it knows of its followers, and everybody who waits for something to become safe or readable.
 * Every change ends in {@link #progressed}: first the view is published, then those who waited are told.
 */
final class Leadership {
    private static final short ACKS_ALL = -1;

    private final ActorContext<Partition.Command> context;
    private final Replica replica;
    private final ReplicaLog log;
    private final PendingReplies pending = new PendingReplies();
    private final DataWaiters waiters = new DataWaiters();
    private final Deletions deletions = new Deletions();
    private int leaderEpoch;
    private LeaderState state;
    private long taken;

    Leadership(ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, PartitionImage partition) {
        this.context = context;
        this.replica = replica;
        this.log = log;
        this.leaderEpoch = partition.leaderEpoch();
        this.state = elected(partition);
        progressed();
        replica.events().leading(replica.handle(), leaderEpoch);
    }

    private LeaderState elected(PartitionImage partition) {
        log.startLeaderEpoch(partition.leaderEpoch());
        LogView view = log.view();
        return new LeaderState(
                replica.nodeId(),
                partition,
                log.rules(),
                new LogEnd(view.logEndOffset(), log.safeEnd()),
                view.highWatermark(),
                replica.replication().brokers(),
                replica.nowMs());
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    boolean enoughInSync() {
        return state.enoughInSync();
    }

    /** The controller has decided anew, with this replica as leader. */
    void decided(PartitionImage partition) {
        if (partition.leaderEpoch() > leaderEpoch) {
            leaderEpoch = partition.leaderEpoch();
            state = elected(partition);
            replica.events().leading(replica.handle(), leaderEpoch);
        } else if (partition.leaderEpoch() == leaderEpoch) {
            state.decided(partition, replica.nowMs());
        }
        inSyncChanged();
    }

    /** The settings have changed. */
    void configured(Partition.Configure configure) {
        log.configure(configure.settings());
        state.configured(log.rules(), replica.nowMs());
        inSyncChanged();
    }

    private void inSyncChanged() {
        progressed();
        if (!state.enoughInSync()) {
            pending.refuseClients(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
        }
        propose();
    }

    /** How many appends are or were answered from here: one that fails after that must not be answered twice. */
    long taken() {
        return taken;
    }

    /** Something was appended. */
    void appended(Partition.Append append, AppendResult.Appended appended) {
        log.forceIfDue(context);
        state.appended(log.view().logEndOffset(), log.safeEnd(), replica.nowMs());
        answerOnceSafe(
                append,
                appended.lastOffset(),
                new AppendReply.Accepted(
                        appended.baseOffset(),
                        appended.lastOffset(),
                        appended.logAppendTimeMs(),
                        appended.logStartOffset()));
    }

    /** Something was sent again that has been in the log for long; it need not be safe for that. */
    void repeated(Partition.Append append, AppendResult.Repeated repeated) {
        answerOnceSafe(append, repeated.below() - 1, new AppendReply.Repeated(repeated.logStartOffset()));
    }

    private void answerOnceSafe(Partition.Append append, long lastOffset, AppendReply answer) {
        PendingReplies.Pending reply = new PendingReplies.Pending(lastOffset, append.origin(), append.reply(), answer);
        if (append.requiredAcks() == ACKS_ALL) {
            pending.awaitWatermark(reply);
        } else {
            pending.awaitDisk(reply);
        }
        taken++;
        progressed();
    }

    /** The disk has everything up to here. */
    void forced(ReplicaLog.Forced forced) {
        log.forced(forced);
        log.forceIfDue(context);
        boolean moved = state.appended(log.view().logEndOffset(), log.safeEnd(), replica.nowMs());
        if (moved || !pending.isEmpty()) {
            progressed();
        }
    }

    /** A follower has fetched. */
    void fetched(Partition.FollowerFetched fetched) {
        if (fetched.leaderEpoch() != leaderEpoch) {
            return;
        }
        FollowerFetch fetch = fetched.fetch();
        if (state.fetched(fetch, replica.nowMs())) {
            progressed();
        }
        if (!deletions.isEmpty()) {
            deletions.complete(lowWatermark());
        }
        if (state.isReadyToJoin(fetch.replica())) {
            propose();
        }
    }

    /** The log is in another directory now, and what is not on that disk is to be forced. */
    void moved() {
        log.forceIfDue(context);
        state.appended(log.view().logEndOffset(), log.safeEnd(), replica.nowMs());
        progressed();
    }

    /** A follower has ended its fetching. */
    void left(Partition.FollowerLeft left) {
        if (state.left(left.replica(), left.session(), replica.nowMs())) {
            progressed();
        }
    }

    /** Time has gone by, or brokers have come or gone. */
    void check(long nowMs) {
        if (state.hasFollowers()) {
            if (state.elapsed(nowMs)) {
                progressed();
            }
            deletions.complete(lowWatermark());
            propose();
        }
    }

    /** The controller has answered. */
    void answered(Partition.IsrAnswered answered) {
        if (state.answered(answered.change(), answered.error(), replica.nowMs())) {
            progressed();
        }
        if (answered.error() != Errors.NONE) {
            propose(state.proposeInsteadOf(answered.change(), replica.nowMs()));
        }
    }

    private void propose() {
        propose(state.propose(replica.nowMs()));
    }

    private void propose(Optional<IsrChange> due) {
        due.ifPresent(change -> replica.replication().proposals().propose(replica.handle(), change));
    }

    /** Moves the log start, and answers when the followers have done so too. */
    void deleteRecords(Partition.DeleteRecords delete) {
        long highWatermark = state.highWatermark();
        long before = delete.beforeOffset() == -1 ? highWatermark : delete.beforeOffset();
        if (before < 0 || before > highWatermark) {
            delete.reply().complete(new Partition.RecordsDeleted(Errors.OFFSET_OUT_OF_RANGE, -1));
            return;
        }
        log.advanceLogStart(before);
        progressed();
        if (lowWatermark() >= before) {
            delete.reply().complete(new Partition.RecordsDeleted(Errors.NONE, lowWatermark()));
        } else {
            deletions.await(context, new Partition.DeleteRecords(before, delete.patience(), delete.reply()));
        }
    }

    void overdue(Deletions.Overdue overdue) {
        deletions.expire(overdue, lowWatermark());
    }

    private long lowWatermark() {
        return state.lowWatermark(log.view().logStartOffset());
    }

    /** Waits until the log grows. */
    void await(Partition.AwaitData await) {
        LogView view = log.view();
        waiters.add(await, view.highWatermark(), view.lastStableOffset());
    }

    void forgetFinishedWaiters() {
        waiters.forgetFinished();
    }

    /** Publishes where the log stands now, then answers and wakes everybody whose offset it has passed. */
    void progressed() {
        log.updateHighWatermark(state.highWatermark());
        LogView view = log.view();
        replica.publish(PartitionView.Role.LEADING, leaderEpoch, view);
        pending.complete(state.safeEnd(), state.highWatermark());
        waiters.wake(view.highWatermark(), view.lastStableOffset());
    }

    /** Leads no more. What is in the log but not known to be safe is for the next leader to say. */
    void resign(Errors why) {
        pending.refuse(why);
        deletions.refuse(why);
        waiters.wakeAll();
        replica.events().resigned(replica.handle());
    }
}
