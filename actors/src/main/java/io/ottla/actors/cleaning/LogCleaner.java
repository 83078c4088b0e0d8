package io.ottla.actors.cleaning;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.partition.PartitionRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's cleaner: keeps as many rounds running as {@code log.cleaner.threads} says, on threads of their own, which end when idle. A node without
 * dirty logs pays for one timer. Settings count from the next round on.
 *
 * <pre>
 *   timer --Check--> [round]  --found one--> next round at once
 *                       '------nothing due--> wait for the timer
 * </pre>
 */
public final class LogCleaner extends AbstractBehavior<LogCleaner.Command> {
    private static final long THREAD_IDLE_SECONDS = 1;

    private final TimerScheduler<Command> timers;
    private final PartitionRegistry partitions;
    private final Supplier<BrokerSettings> settings;
    private final Clock clock;
    private final Claims claims = new Claims();
    private final ExecutorService threads = pool();
    private int running;
    private volatile boolean stopped;
    private @Nullable Reply<Boolean> stoppedReply;

    private LogCleaner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            PartitionRegistry partitions,
            Supplier<BrokerSettings> settings,
            Clock clock) {
        super(context);
        this.timers = timers;
        this.partitions = partitions;
        this.settings = settings;
        this.clock = clock;
        checkLater(CleanerSettings.of(settings.get()));
    }

    /** A cleaner of these replicas. */
    public static Behavior<Command> create(
            PartitionRegistry partitions, Supplier<BrokerSettings> settings, Clock clock) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new LogCleaner(context, timers, partitions, settings, clock)));
    }

    /** What the cleaner can be told. */
    public sealed interface Command {}

    /** Ends what is under way, without finishing it, then answers and stops. */
    public record Stop(Reply<Boolean> done) implements Command {}

    private record Check() implements Command {}

    private record RoundEnded(boolean worked) implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Check.class, this::onCheck)
                .onMessage(RoundEnded.class, this::onRoundEnded)
                .onMessage(Stop.class, this::onStop)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onCheck(Check check) {
        CleanerSettings now = CleanerSettings.of(settings.get());
        while (running < now.threads()) {
            startRound(now);
        }
        checkLater(now);
        return this;
    }

    private Behavior<Command> onRoundEnded(RoundEnded ended) {
        running--;
        if (stopped) {
            return running == 0 ? ended() : this;
        }
        CleanerSettings now = CleanerSettings.of(settings.get());
        if (ended.worked() && running < now.threads()) {
            startRound(now);
        }
        return this;
    }

    private Behavior<Command> onStop(Stop stop) {
        stopped = true;
        stoppedReply = stop.done();
        timers.cancelAll();
        return running == 0 ? ended() : this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        stopped = true;
        threads.shutdown();
        return this;
    }

    private Behavior<Command> ended() {
        if (stoppedReply != null) {
            stoppedReply.complete(true);
        }
        return Behaviors.stopped();
    }

    private void startRound(CleanerSettings now) {
        running++;
        CleaningRound round = new CleaningRound(partitions, claims, now, clock, () -> stopped);
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(round, threads),
                        (worked, failure) -> new RoundEnded(failure == null && worked));
    }

    private void checkLater(CleanerSettings now) {
        timers.startSingleTimer(new Check(), now.backoff());
    }

    /** As many threads as there are rounds, which the actor bounds. */
    private static ExecutorService pool() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "ottla-log-cleaner");
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
