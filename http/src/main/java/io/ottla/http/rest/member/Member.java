package io.ottla.http.rest.member;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/**
 * A member for which this node speaks. It does one thing after the other, on a thread of its own, which may wait for records.
 * When nobody has asked it anything for the instances' timeout it ends, and tells so; when another node has taken its place in
 * the group, likewise.
 */
final class Member extends AbstractBehavior<Member.Command> {
    /** The member must take part in rebalances though nobody reads. */
    private static final Duration STAY_INTERVAL = Duration.ofSeconds(2);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    /** What a member is told. */
    sealed interface Command {}

    /**
     * Do this with the consumer.
     *
     * @param isUse whether it counts as use; else the member may end all the same
     */
    record Execute(Work<?> work, boolean isUse) implements Command {}

    /**
     * End.
     *
     * @param leave whether the group is to know
     */
    record Stop(boolean leave, CompletableFuture<Void> stopped) implements Command {}

    private enum Tick implements Command {
        STAY,
        LOOK_FOR_USE,
        FORGET
    }

    /** The member ended before it was told; who asked may look where it is now. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone() {
            super("the member has ended", null, false, false);
        }
    }

    /** Why a member ended. */
    enum End {
        /** It was told to. */
        TOLD,
        /** Nobody asked it anything. */
        UNUSED,
        /** Another node speaks for it now. */
        TAKEN_OVER
    }

    /** Something to be done with the consumer, and who waits for it. */
    record Work<T>(Function<GroupClient, CompletionStage<T>> action, CompletableFuture<T> done) {
        void run(GroupClient consumer) {
            try {
                action.apply(consumer).whenComplete((result, failure) -> {
                    if (failure == null) {
                        done.complete(result);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
                if (failure instanceof FencedInstanceIdException) {
                    throw failure;
                }
            }
        }
    }

    private final GroupClient consumer;
    private final Duration timeout;
    private final Consumer<End> ended;
    private final TimerScheduler<Command> timers;
    private long usedNanos = System.nanoTime();
    private boolean gone;

    private Member(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            GroupClient consumer,
            Duration timeout,
            Consumer<End> ended) {
        super(context);
        this.timers = timers;
        this.consumer = consumer;
        this.timeout = timeout;
        this.ended = ended;
    }

    /**
     * A member.
     *
     * @param timeout after which an unused one ends
     * @param ended told when it ends
     */
    static Behavior<Command> create(GroupClient consumer, Duration timeout, Consumer<End> ended) {
        return Behaviors.withTimers(timers -> Behaviors.setup(context -> {
            start(timers, timeout);
            return new Member(context, timers, consumer, timeout, ended);
        }));
    }

    private static void start(TimerScheduler<Command> timers, Duration timeout) {
        timers.startTimerWithFixedDelay(Tick.STAY, STAY_INTERVAL);
        timers.startTimerWithFixedDelay(Tick.LOOK_FOR_USE, timeout.dividedBy(4));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Execute.class, this::onExecute)
                .onMessage(Stop.class, this::onStop)
                .onMessageEquals(Tick.STAY, this::onStay)
                .onMessageEquals(Tick.LOOK_FOR_USE, this::onLookForUse)
                .onMessageEquals(Tick.FORGET, Behaviors::stopped)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onExecute(Execute execute) {
        if (gone) {
            execute.work().done().completeExceptionally(new Gone());
            return this;
        }
        try {
            execute.work().run(consumer);
        } catch (FencedInstanceIdException elsewhere) {
            return endBy(End.TAKEN_OVER, false);
        }
        if (execute.isUse()) {
            usedNanos = System.nanoTime();
        }
        return this;
    }

    private Behavior<Command> onStay() {
        try {
            consumer.stayInGroup();
            return this;
        } catch (FencedInstanceIdException elsewhere) {
            return endBy(End.TAKEN_OVER, false);
        } catch (KafkaException e) {
            // The next read meets the same and tells its client.
            getContext().getLog().debug("a member cannot stay in its group", e);
            return this;
        }
    }

    private Behavior<Command> onLookForUse() {
        boolean unused = System.nanoTime() - usedNanos > timeout.toNanos();
        return unused ? endBy(End.UNUSED, true) : this;
    }

    private Behavior<Command> onStop(Stop stop) {
        endBy(End.TOLD, stop.leave());
        stop.stopped().complete(null);
        return this;
    }

    /** Stays for a moment, so that whoever has found it just before is answered. */
    private Behavior<Command> endBy(End why, boolean leave) {
        if (!gone) {
            gone = true;
            timers.cancelAll();
            timers.startSingleTimer(Tick.FORGET, LAST_ANSWERS);
            consumer.close(leave);
            ended.accept(why);
        }
        return this;
    }

    private Behavior<Command> onPostStop() {
        consumer.close(false);
        return this;
    }
}
