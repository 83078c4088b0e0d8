package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.journal.JournalSession;
import io.ottla.actors.journal.QuorumJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster singleton: takes the journal over, then runs the {@link MetadataWriter} in the session it got (safety rules C1,
 * C2). It never stops by itself, because a singleton that has stopped is not started again: when the writer ends, it takes
 * over anew.
 *
 * <p>Commands that come while the writer is busy are collected, and written together (C4).
 */
public final class ControllerGuardian extends AbstractBehavior<Controller.Command> {
    /** More commands than this wait for nobody: the sender's own timeout tells it to come again. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(3);

    private final int nodeId;
    private final ControllerDecisions decisions;
    private final TimerScheduler<Controller.Command> timers;
    private final QuorumJournal journal;
    private final List<Controller.Command> waiting = new ArrayList<>();
    private final Map<Integer, ActorRef<Controller.BrokerUpdate>> subscribers = new HashMap<>();
    private Duration backOff = FIRST_BACK_OFF;
    private @Nullable ActorRef<MetadataWriter.Command> writer;
    private boolean writerIsFree;

    private ControllerGuardian(
            ActorContext<Controller.Command> context,
            TimerScheduler<Controller.Command> timers,
            int nodeId,
            ControllerDecisions decisions) {
        super(context);
        this.nodeId = nodeId;
        this.decisions = decisions;
        this.timers = timers;
        this.journal = QuorumJournal.get(context.getSystem().classicSystem());
        takeOver();
    }

    /** A controller on this node, which decides by these rules. */
    public static Behavior<Controller.Command> create(int nodeId, ControllerDecisions decisions) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ControllerGuardian(context, timers, nodeId, decisions)));
    }

    /** The journal is taken over. */
    record TookOver(JournalSession session) implements Controller.Internal {}

    /** The journal could not be taken over. */
    record TakeOverFailed(Throwable cause) implements Controller.Internal {}

    /** The writer can take the next commands. */
    record WriterIsFree() implements Controller.Internal {}

    /** It is time to take over again. */
    record TakeOverAgain() implements Controller.Internal {}

    @Override
    public Receive<Controller.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(TookOver.class, this::onTookOver)
                .onMessage(TakeOverFailed.class, this::onTakeOverFailed)
                .onMessage(TakeOverAgain.class, again -> {
                    takeOver();
                    return this;
                })
                .onMessage(WriterIsFree.class, free -> {
                    writerIsFree = true;
                    backOff = FIRST_BACK_OFF;
                    return handOver();
                })
                .onSignal(Terminated.class, this::onWriterEnded)
                .onAnyMessage(this::onCommand)
                .build();
    }

    private void takeOver() {
        getContext()
                .pipeToSelf(
                        journal.takeOver(),
                        (session, failure) -> session != null ? new TookOver(session) : new TakeOverFailed(failure));
    }

    private Behavior<Controller.Command> onTookOver(TookOver taken) {
        long epoch = taken.session().epoch();
        writer = getContext()
                .spawn(
                        MetadataWriter.create(
                                nodeId, epoch, decisions, getContext().getSelf(), subscribers),
                        "writer-" + epoch);
        getContext().watch(writer);
        return this;
    }

    private Behavior<Controller.Command> onTakeOverFailed(TakeOverFailed failed) {
        getContext().getLog().error("the controller cannot take over the metadata journal", failed.cause());
        return retryLater();
    }

    private Behavior<Controller.Command> onWriterEnded(Terminated ended) {
        getContext().getLog().warn("the metadata writer has ended, taking over again");
        writer = null;
        writerIsFree = false;
        return retryLater();
    }

    private Behavior<Controller.Command> retryLater() {
        timers.startSingleTimer(new TakeOverAgain(), backOff);
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LAST_BACK_OFF) > 0 ? LAST_BACK_OFF : doubled;
        return this;
    }

    private Behavior<Controller.Command> onCommand(Controller.Command command) {
        if (waiting.size() >= MAX_WAITING) {
            getContext().getLog().warn("the controller has {} commands waiting and drops one", waiting.size());
            return this;
        }
        waiting.add(command);
        return handOver();
    }

    private Behavior<Controller.Command> handOver() {
        if (writer != null && writerIsFree && !waiting.isEmpty()) {
            waiting.forEach(this::remember);
            writer.tell(new MetadataWriter.Decide(List.copyOf(waiting)));
            waiting.clear();
            writerIsFree = false;
        }
        return this;
    }

    /** The next writer tells the brokers of this one where it begins. */
    private void remember(Controller.Command command) {
        if (command instanceof Controller.RegisterBroker broker) {
            subscribers.put(broker.id(), broker.subscriber());
        }
    }
}
