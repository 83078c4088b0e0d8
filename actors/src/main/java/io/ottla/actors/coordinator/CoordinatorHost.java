package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * Starts a shard for every partition of its topic that this node is elected to lead, and another when a shard gives up while
 * the partition still leads. It also takes in commands that come between the news of an election and the election itself.
 */
final class CoordinatorHost extends AbstractBehavior<CoordinatorHost.Command> {
    private static final Duration RESTART_AFTER = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofMillis(500);

    private final TimerScheduler<Command> timers;
    private final IntFunction<CoordinatorKind> kind;
    private final Moments moments;
    private final Executor blocking;
    private final ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards;
    private final Map<Integer, ShardTerm> terms = new HashMap<>();
    private final Map<Integer, HeldCommands> early = new HashMap<>();

    private CoordinatorHost(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            IntFunction<CoordinatorKind> kind,
            Moments moments,
            Executor blocking,
            ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards) {
        super(context);
        this.timers = timers;
        this.kind = kind;
        this.moments = moments;
        this.blocking = blocking;
        this.shards = shards;
    }

    /** A host that shows its shards, by partition, in the given map. */
    static Behavior<Command> create(
            IntFunction<CoordinatorKind> kind,
            Moments moments,
            Executor blocking,
            ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new CoordinatorHost(context, timers, kind, moments, blocking, shards)));
    }

    /** What the host can be told. */
    sealed interface Command {}

    /** This node leads a partition of its topic from now on. */
    record Elected(PartitionHandle partition, int leaderEpoch) implements Command {}

    /** It does not any more. */
    record Resigned(int partition) implements Command {}

    /** A command whose shard is about to come. */
    record Early(int partition, CoordinatorCommand command) implements Command {}

    private record TermOver(PartitionHandle partition, ActorRef<CoordinatorShard.Command> shard) implements Command {}

    private record StartAgain(PartitionHandle partition) implements Command {}

    private record GraceOver(int partition) implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Elected.class, this::onElected)
                .onMessage(Resigned.class, this::onResigned)
                .onMessage(Early.class, this::onEarly)
                .onMessage(TermOver.class, this::onTermOver)
                .onMessage(StartAgain.class, this::onStartAgain)
                .onMessage(GraceOver.class, this::onGraceOver)
                .build();
    }

    private Behavior<Command> onElected(Elected elected) {
        begin(elected.partition(), elected.leaderEpoch());
        return this;
    }

    private void begin(PartitionHandle handle, int leaderEpoch) {
        int partition = handle.id().partition();
        ShardTerm current = terms.get(partition);
        if (current != null && current.partition() == handle && current.leaderEpoch() >= leaderEpoch) {
            return;
        }
        end(partition);
        ActorRef<Command> self = getContext().getSelf();
        ShardTerm term = new ShardTerm(
                handle,
                leaderEpoch,
                kind.apply(leaderEpoch),
                moments,
                blocking,
                over -> self.tell(new TermOver(handle, over)));
        ActorRef<CoordinatorShard.Command> shard = getContext().spawnAnonymous(CoordinatorShard.create(term));
        // A shard that fails cannot say so itself.
        getContext().watchWith(shard, new TermOver(handle, shard));
        terms.put(partition, term);
        shards.put(partition, shard);
        HeldCommands held = early.remove(partition);
        if (held != null) {
            timers.cancel(partition);
            held.handOver(command -> shard.tell(new CoordinatorShard.Execute(command)));
        }
    }

    private Behavior<Command> onResigned(Resigned resigned) {
        end(resigned.partition());
        return this;
    }

    private void end(int partition) {
        terms.remove(partition);
        ActorRef<CoordinatorShard.Command> shard = shards.remove(partition);
        if (shard != null) {
            shard.tell(CoordinatorShard.Resign.INSTANCE);
        }
    }

    private Behavior<Command> onTermOver(TermOver over) {
        int partition = over.partition().id().partition();
        if (over.shard().equals(shards.get(partition))) {
            terms.remove(partition);
            shards.remove(partition);
            timers.startSingleTimer(new StartAgain(over.partition()), RESTART_AFTER);
        }
        return this;
    }

    private Behavior<Command> onStartAgain(StartAgain again) {
        PartitionView view = again.partition().leadingView();
        if (view != null && !terms.containsKey(again.partition().id().partition())) {
            begin(again.partition(), view.leaderEpoch());
        }
        return this;
    }

    private Behavior<Command> onEarly(Early command) {
        ActorRef<CoordinatorShard.Command> shard = shards.get(command.partition());
        if (shard != null) {
            shard.tell(new CoordinatorShard.Execute(command.command()));
            return this;
        }
        early.computeIfAbsent(command.partition(), this::holdFor).hold(command.command());
        return this;
    }

    private HeldCommands holdFor(int partition) {
        timers.startSingleTimer(partition, new GraceOver(partition), GRACE);
        return new HeldCommands();
    }

    private Behavior<Command> onGraceOver(GraceOver over) {
        HeldCommands held = early.remove(over.partition());
        if (held != null) {
            held.giveUp();
        }
        return this;
    }
}
