package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.partition.DataWaiter;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard at the beginning of its term: reads the log to the end it had at the election, then waits until the high watermark has passed
 * that end, so that nothing is told that may yet be lost (safety rule G1).
 */
final class LoadingShard extends AbstractBehavior<CoordinatorShard.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(LoadingShard.class);
    private static final Duration GRACE = Duration.ofMillis(500);

    private final TimerScheduler<CoordinatorShard.Command> timers;
    private final ShardTerm term;
    private final HeldCommands held = new HeldCommands();
    private long electionEnd = -1L;
    private @Nullable ReplayedState replayed;

    private LoadingShard(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term) {
        super(context);
        this.timers = timers;
        this.term = term;
    }

    static Behavior<CoordinatorShard.Command> create(ShardTerm term) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LoadingShard(context, timers, term).begin()));
    }

    private Behavior<CoordinatorShard.Command> begin() {
        PartitionView view = term.view();
        if (view == null) {
            return resign();
        }
        electionEnd = view.log().logEndOffset();
        timers.startSingleTimer(CoordinatorShard.GraceOver.INSTANCE, GRACE);
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> new LogReplay(term, electionEnd).state(), term.blocking()),
                        (state, failure) -> failure == null
                                ? new CoordinatorShard.Replayed(state)
                                : new CoordinatorShard.ReplayFailed(failure));
        return this;
    }

    @Override
    public Receive<CoordinatorShard.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(CoordinatorShard.Execute.class, this::onExecute)
                .onMessage(CoordinatorShard.ListEntities.class, this::onListEntities)
                .onMessage(CoordinatorShard.Replayed.class, this::onReplayed)
                .onMessage(CoordinatorShard.ReplayFailed.class, this::onReplayFailed)
                .onMessage(CoordinatorShard.WatermarkMoved.class, moved -> awaitWatermark())
                .onMessage(CoordinatorShard.GraceOver.class, this::onGraceOver)
                .onMessage(CoordinatorShard.Resign.class, resign -> resign())
                .onMessage(CoordinatorShard.EndTransaction.class, this::onEndTransaction)
                // Offsets of deleted topics that are just being read expire by retention.
                .onMessage(CoordinatorShard.TellAll.class, tellAll -> this)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<CoordinatorShard.Command> onExecute(CoordinatorShard.Execute execute) {
        held.hold(execute.command());
        return this;
    }

    private Behavior<CoordinatorShard.Command> onListEntities(CoordinatorShard.ListEntities list) {
        list.reply().complete(new EntityList(Errors.COORDINATOR_LOAD_IN_PROGRESS, List.of()));
        return this;
    }

    /** Who ends transactions asks until it is done. */
    private Behavior<CoordinatorShard.Command> onEndTransaction(CoordinatorShard.EndTransaction end) {
        end.reply().complete(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        return this;
    }

    private Behavior<CoordinatorShard.Command> onGraceOver(CoordinatorShard.GraceOver over) {
        held.giveUp();
        return this;
    }

    private Behavior<CoordinatorShard.Command> onReplayed(CoordinatorShard.Replayed done) {
        replayed = done.state();
        return awaitWatermark();
    }

    private Behavior<CoordinatorShard.Command> onReplayFailed(CoordinatorShard.ReplayFailed failed) {
        LOG.error(
                "replaying partition={} epoch={} failed; its {} are unavailable until the next attempt",
                term.partition().id().topicPartition(),
                term.leaderEpoch(),
                term.kind().entities(),
                failed.cause());
        return resign();
    }

    private Behavior<CoordinatorShard.Command> awaitWatermark() {
        PartitionView view = term.view();
        if (view == null) {
            return resign();
        }
        ReplayedState state = replayed;
        if (state == null) {
            return this;
        }
        if (view.log().highWatermark() < electionEnd) {
            term.partition()
                    .tell(new Partition.AwaitData(
                            new WatermarkWaiter(getContext().getSelf()), electionEnd - 1, false));
            return this;
        }
        timers.cancelAll();
        return ServingShard.create(getContext(), timers, term, state, held);
    }

    private Behavior<CoordinatorShard.Command> resign() {
        held.refuse(Errors.NOT_COORDINATOR);
        return ResignedShard.create(getContext(), timers, term);
    }

    private Behavior<CoordinatorShard.Command> onStop(PostStop stop) {
        held.refuse(Errors.NOT_COORDINATOR);
        return this;
    }

    /** Wakes the shard once. */
    private static final class WatermarkWaiter implements DataWaiter {
        private final ActorRef<CoordinatorShard.Command> shard;
        private volatile boolean woken;

        WatermarkWaiter(ActorRef<CoordinatorShard.Command> shard) {
            this.shard = shard;
        }

        @Override
        public void wake() {
            if (!woken) {
                woken = true;
                shard.tell(CoordinatorShard.WatermarkMoved.INSTANCE);
            }
        }

        @Override
        public boolean finished() {
            return woken;
        }
    }
}
