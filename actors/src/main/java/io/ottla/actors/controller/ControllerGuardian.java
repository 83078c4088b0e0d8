package io.ottla.actors.controller;

import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.journal.JournalSession;
import io.ottla.actors.journal.NodeStopsException;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.SupersededException;
import io.ottla.actors.membership.PeerProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The cluster singleton: takes the journal over, then runs the {@link MetadataWriter} in the session it got (safety rules C1,
 * C2). It never stops by itself, because a singleton that has stopped is not started again: when the writer ends, it takes
 * over anew.
 *
 * <p>Commands that come while the writer is busy are collected, and written together (C4).
 */
public final class ControllerGuardian extends AbstractBehavior<Controller.Command> {
    /** More commands than this do not wait: they are refused at once, and may be sent again. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(3);

    private final int nodeId;
    private final ControllerDecisions decisions;
    private final PeerProbe probe;
    private final TimerScheduler<Controller.Command> timers;
    private final QuorumJournal journal;
    private final List<Controller.Command> waiting = new ArrayList<>();
    private final RequestParts parts;
    private Duration backOff = FIRST_BACK_OFF;
    private @Nullable ControllerSession session;
    private boolean writerIsFree;
    private boolean nodeStops;
    private long supersededBy;

    private ControllerGuardian(
            ActorContext<Controller.Command> context,
            TimerScheduler<Controller.Command> timers,
            int nodeId,
            ControllerDecisions decisions,
            PeerProbe probe) {
        super(context);
        this.nodeId = nodeId;
        this.decisions = decisions;
        this.probe = probe;
        this.timers = timers;
        this.journal = QuorumJournal.get(context.getSystem().classicSystem());
        this.parts = new RequestParts(context.getSystem());
        takeOver();
    }

    /**
     * A controller on this node, which decides by these rules.
     *
     * @param probe looks whether a process is gone
     */
    public static Behavior<Controller.Command> create(int nodeId, ControllerDecisions decisions, PeerProbe probe) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ControllerGuardian(context, timers, nodeId, decisions, probe)));
    }

    /** The journal is taken over. */
    record TookOver(JournalSession session) implements Controller.Internal {}

    /** The journal could not be taken over. */
    record TakeOverFailed(Throwable cause) implements Controller.Internal {}

    /** The writer can take the next commands. */
    record WriterIsFree() implements Controller.Internal {}

    /** It is time to take over again. */
    record TakeOverAgain() implements Controller.Internal {}

    /** The journal's session has ended. */
    record SessionEnded(JournalSession session, RuntimeException cause) implements Controller.Internal {}

    /** Whether the writer that superseded this one has gone silent. */
    record MayTakeOver(boolean answer) implements Controller.Internal {}

    @Override
    public Receive<Controller.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(TookOver.class, this::onTookOver)
                .onMessage(TakeOverFailed.class, this::onTakeOverFailed)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(TakeOverAgain.class, this::onTakeOverAgain)
                .onMessage(MayTakeOver.class, may -> may.answer() ? takeOver() : retryLater())
                .onMessage(WriterIsFree.class, free -> {
                    writerIsFree = true;
                    backOff = FIRST_BACK_OFF;
                    return handOver();
                })
                .onMessage(Controller.RequestPart.class, this::onRequestPart)
                .onMessage(Controller.MetadataMissing.class, this::onMetadataMissing)
                .onMessage(Controller.BrokerLooksGone.class, this::onBrokerLooksGone)
                .onSignal(Terminated.class, this::onWriterEnded)
                .onAnyMessage(this::onCommand)
                .build();
    }

    private Behavior<Controller.Command> takeOver() {
        supersededBy = 0;
        getContext()
                .pipeToSelf(
                        journal.takeOver(),
                        (session, failure) -> session != null ? new TookOver(session) : new TakeOverFailed(failure));
        return this;
    }

    private Behavior<Controller.Command> onTookOver(TookOver taken) {
        JournalSession opened = taken.session();
        getContext()
                .pipeToSelf(
                        journal.ended(opened),
                        (cause, failure) ->
                                new SessionEnded(opened, cause != null ? cause : new IllegalStateException(failure)));
        session = ControllerSession.start(getContext(), nodeId, opened, decisions, probe);
        return this;
    }

    /** The writer may have nothing to write, and would not notice. */
    private Behavior<Controller.Command> onSessionEnded(SessionEnded ended) {
        nodeStops = ended.cause() instanceof NodeStopsException;
        log("the controller has lost the metadata journal: " + ended.cause().getMessage());
        if (ended.cause() instanceof SupersededException superseded) {
            supersededBy = superseded.epoch();
        }
        Optional.ofNullable(session)
                .filter(current -> current.epoch() == ended.session().epoch())
                .ifPresent(current -> getContext().stop(current.writer()));
        return this;
    }

    /** Two controllers that supersede each other would keep the cluster without one. */
    private Behavior<Controller.Command> onTakeOverAgain(TakeOverAgain again) {
        if (supersededBy == 0) {
            return takeOver();
        }
        getContext()
                .pipeToSelf(
                        journal.mayTakeOverAfter(supersededBy - 1),
                        (may, failure) -> new MayTakeOver(Boolean.TRUE.equals(may)));
        return this;
    }

    private Behavior<Controller.Command> onTakeOverFailed(TakeOverFailed failed) {
        getContext().getLog().warn("the controller cannot take over the metadata journal", failed.cause());
        if (failed.cause() instanceof SupersededException superseded) {
            supersededBy = superseded.epoch();
        }
        return retryLater();
    }

    private Behavior<Controller.Command> onWriterEnded(Terminated writer) {
        log("the metadata writer has ended, taking over again");
        Optional.ofNullable(session).ifPresent(ended -> ended.end(getContext()));
        session = null;
        writerIsFree = false;
        return retryLater();
    }

    /** What is an alarm while the node runs is in order while it stops. */
    private void log(String event) {
        getContext().getLog().atLevel(nodeStops ? Level.DEBUG : Level.WARN).log(event);
    }

    private Behavior<Controller.Command> retryLater() {
        timers.startSingleTimer(new TakeOverAgain(), backOff);
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LAST_BACK_OFF) > 0 ? LAST_BACK_OFF : doubled;
        return this;
    }

    private Behavior<Controller.Command> onRequestPart(Controller.RequestPart part) {
        try {
            return parts.add(part).map(this::onCommand).orElse(this);
        } catch (IllegalArgumentException unreadable) {
            getContext().getLog().warn("the controller was sent a request that it cannot read", unreadable);
            return this;
        }
    }

    private Behavior<Controller.Command> onMetadataMissing(Controller.MetadataMissing missing) {
        if (session != null) {
            session.feed()
                    .tell(new MetadataFeed.BrokerMisses(missing.brokerId(), missing.incarnation(), missing.has()));
        }
        return this;
    }

    private Behavior<Controller.Command> onBrokerLooksGone(Controller.BrokerLooksGone gone) {
        if (session != null) {
            session.watch().tell(new BrokerWatch.LooksGone(gone.brokerId(), gone.incarnation(), gone.witness()));
        }
        return this;
    }

    private Behavior<Controller.Command> onCommand(Controller.Command command) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(command);
            return handOver();
        }
        if (command instanceof Controller.Request request) {
            request.refuse(Errors.NOT_CONTROLLER, "The controller has too many requests waiting; try again.");
        }
        return this;
    }

    private Behavior<Controller.Command> handOver() {
        if (session != null && writerIsFree && !waiting.isEmpty()) {
            session.writer().tell(new MetadataWriter.Decide(List.copyOf(waiting)));
            waiting.clear();
            writerIsFree = false;
        }
        return this;
    }
}
