package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.state.FollowerState;
import io.ottla.actors.partition.state.FollowerState.Remedy;
import io.ottla.storage.AppendResult;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.LogView;
import org.apache.kafka.common.protocol.Errors;

/**
 * A replica that does not lead: it makes its log like the leader's, byte for byte, as fast as it can.
 *
 * <p>Fetching from an offset acknowledges everything below it, so with {@code flush.messages=1} the next fetch waits for the disk.
 */
final class Following extends AbstractBehavior<Partition.Command> {
    private final Replica replica;
    private final ReplicaLog log;
    private int leaderEpoch;
    private LeaderLink link = LeaderLink.NONE;
    private final DataWaiters waiters = new DataWaiters();

    /** Whether the leader waits for this replica to say where to go on, and that waits for the disk. */
    private boolean owesFetch;

    /** Whether the last that the leader sent could not be appended; that is told once. */
    private boolean refusing;

    Following(ActorContext<Partition.Command> context, Replica replica, ReplicaLog log, int leaderEpoch) {
        super(context);
        this.replica = replica;
        this.log = log;
        this.leaderEpoch = leaderEpoch;
        publish();
    }

    @Override
    public Receive<Partition.Command> createReceive() {
        Receive<Partition.Command> state = newReceiveBuilder()
                .onMessage(Partition.FromLeader.class, this::onFromLeader)
                .onMessage(Partition.Lead.class, this::onLead)
                .onMessage(Partition.Follow.class, this::onFollow)
                .onMessage(Partition.AwaitData.class, this::onAwaitData)
                .onMessage(Partition.Configure.class, this::onConfigure)
                .onMessage(Partition.Maintain.class, this::onMaintain)
                .onMessage(Partition.Compaction.class, this::onCompaction)
                .onMessage(Partition.Move.class, this::onMove)
                .onMessage(ReplicaMove.Arrived.class, this::onArrived)
                .onMessage(Partition.FailDisk.class, this::onFailDisk)
                .onMessage(ReplicaLog.Forced.class, this::onForced)
                .onMessage(Partition.Delete.class, this::onDelete)
                .onMessage(Partition.Close.class, this::onClose)
                .onAnyMessage(this::onDataCommand)
                .build();
        return new Guarded(getContext(), replica, state, () -> {
            log.abandon();
            unlink();
        });
    }

    private Behavior<Partition.Command> onLead(Partition.Lead lead) {
        if (lead.partition().leaderEpoch() <= leaderEpoch) {
            return this;
        }
        unlink();
        return Offline.ifDiskFails(getContext(), replica, log, () -> new Leading(getContext(), replica, log, lead));
    }

    /** Follows another leader from now on, or the same one in another epoch. */
    Behavior<Partition.Command> onFollow(Partition.Follow follow) {
        PartitionImage partition = follow.partition();
        if (partition.leaderEpoch() <= leaderEpoch) {
            return this;
        }
        unlink();
        leaderEpoch = partition.leaderEpoch();
        publish();
        if (partition.hasLeader()) {
            link = replica.replication().links().open(partition.leader(), leaderEpoch, replica.handle());
            return guarded(this::fetchOnceSafe);
        }
        return this;
    }

    /** Consumers may read here up to the watermark that this replica knows (KIP-392). */
    private Behavior<Partition.Command> onAwaitData(Partition.AwaitData await) {
        LogView view = log.view();
        waiters.add(await, view.highWatermark(), view.lastStableOffset());
        return this;
    }

    private void unlink() {
        waiters.wakeAll();
        link.close();
        link = LeaderLink.NONE;
        owesFetch = false;
    }

    private Behavior<Partition.Command> onFromLeader(Partition.FromLeader answer) {
        if (answer.link() != link) {
            return this;
        }
        return guarded(() -> {
            EpochEndOffset diverging = answer.diverging();
            if (diverging != null) {
                heal(FollowerState.onDivergence(ownLog(), diverging));
            } else if (answer.error() == Errors.OFFSET_OUT_OF_RANGE) {
                heal(FollowerState.onOutOfRange(ownLog(), answer.logStartOffset(), answer.highWatermark()));
            } else {
                take(answer);
            }
        });
    }

    /** Undoes what the leader does not have; what is left may be less than was committed, where the leader's election was unclean. */
    private void heal(Remedy remedy) {
        long endBefore = log.view().logEndOffset();
        if (remedy instanceof Remedy.CutTo cut) {
            log.truncateTo(cut.offset());
        } else if (remedy instanceof Remedy.RestartAt restart) {
            log.restartAt(restart.offset());
        }
        publish();
        getContext()
                .getLog()
                .info(
                        "{}: made like the leader's of epoch {}: the log ended at {}, now at {}",
                        replica.handle().id(),
                        leaderEpoch,
                        endBefore,
                        log.view().logEndOffset());
        if (remedy instanceof Remedy.Nothing) {
            link.fetchLater(position());
        } else {
            fetchOnceSafe();
        }
    }

    private void take(Partition.FromLeader answer) {
        long startBefore = log.view().logStartOffset();
        boolean hasRecords = answer.records().sizeInBytes() > 0;
        boolean usable = !hasRecords || append(answer);
        log.updateHighWatermark(answer.highWatermark());
        log.advanceLogStart(answer.logStartOffset());
        publish();
        if (!usable) {
            link.fetchLater(position());
        } else if (hasRecords || log.view().logStartOffset() != startBefore) {
            fetchOnceSafe();
        }
    }

    /** Returns whether anything was appended. */
    private boolean append(Partition.FromLeader answer) {
        long endBefore = log.view().logEndOffset();
        AppendResult result = log.appendFromLeader(answer.records(), leaderEpoch);
        if (result instanceof AppendResult.Rejected rejected && !refusing) {
            getContext()
                    .getLog()
                    .warn(
                            "{}: cannot append what the leader of epoch {} sent: {}",
                            replica.handle().id(),
                            leaderEpoch,
                            rejected.message());
        }
        refusing = result instanceof AppendResult.Rejected;
        return log.view().logEndOffset() > endBefore;
    }

    private void fetchOnceSafe() {
        log.forceIfDue(getContext());
        owesFetch = !log.isSafe();
        if (owesFetch) {
            link.waitForDisk();
        } else {
            link.fetch(position());
        }
    }

    private Behavior<Partition.Command> onForced(ReplicaLog.Forced forced) {
        return guarded(() -> {
            log.forced(forced);
            if (owesFetch) {
                fetchOnceSafe();
            }
        });
    }

    private FetchFrom position() {
        return ownLog().fetchFrom();
    }

    private OwnLogOf ownLog() {
        return new OwnLogOf(log.view());
    }

    private Behavior<Partition.Command> onConfigure(Partition.Configure configure) {
        return guarded(() -> {
            log.configure(configure.settings());
            if (owesFetch) {
                fetchOnceSafe();
            }
        });
    }

    private Behavior<Partition.Command> onMaintain(Partition.Maintain maintain) {
        return guarded(() -> {
            if (log.maintain(maintain.nowMs())) {
                publish();
            }
            log.forceIfDue(getContext());
            waiters.forgetFinished();
        });
    }

    private Behavior<Partition.Command> onCompaction(Partition.Compaction step) {
        Behavior<Partition.Command> next = guarded(() -> {
            log.compact(step);
            publish();
        });
        if (next != this) {
            Refusals.refuse(step, Errors.KAFKA_STORAGE_ERROR);
        }
        return next;
    }

    private Behavior<Partition.Command> onMove(Partition.Move move) {
        log.move(move);
        return this;
    }

    private Behavior<Partition.Command> onArrived(ReplicaMove.Arrived arrived) {
        return guarded(() -> {
            if (log.arrived(arrived)) {
                publish();
                log.forceIfDue(getContext());
            }
        });
    }

    private Behavior<Partition.Command> onFailDisk(Partition.FailDisk fail) {
        if (!log.livesIn(fail.directory())) {
            return this;
        }
        unlink();
        return Offline.withLog(getContext(), replica, log, fail.cause());
    }

    private Behavior<Partition.Command> onDelete(Partition.Delete delete) {
        return leave(log::delete, delete.done(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private Behavior<Partition.Command> onClose(Partition.Close close) {
        return leave(log::close, close.done(), Errors.NOT_LEADER_OR_FOLLOWER);
    }

    private Behavior<Partition.Command> leave(Runnable last, Reply<Boolean> done, Errors why) {
        unlink();
        replica.handle().retract();
        return Gone.after(last, done, getContext(), replica, log, why);
    }

    private Behavior<Partition.Command> guarded(Runnable work) {
        Behavior<Partition.Command> after = Offline.ifDiskFails(getContext(), replica, log, () -> {
            work.run();
            return this;
        });
        if (after != this) {
            unlink();
        }
        return after;
    }

    private Behavior<Partition.Command> onDataCommand(Partition.Command command) {
        Refusals.notLeader(command);
        return this;
    }

    private void publish() {
        LogView view = log.view();
        replica.publish(PartitionView.Role.FOLLOWING, leaderEpoch, view);
        waiters.wake(view.highWatermark(), view.lastStableOffset());
    }
}
