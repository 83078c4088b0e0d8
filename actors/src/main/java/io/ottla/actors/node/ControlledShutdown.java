package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import io.ottla.actors.Reply;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that leaves: it has its leaderships moved to others first, so that clients find a leader at every moment, and goes
 * when none is left or after a bound. Part of {@link NodeActor}.
 */
final class ControlledShutdown {
    private static final Logger log = LoggerFactory.getLogger(ControlledShutdown.class);
    private static final long AT_MOST_MS = 10_000;

    /** A controller that died is followed by another in less; one that has lost its majority cannot move anything. */
    private static final long CONTROLLER_SILENT_MS = 4_000;

    private final NodeIdentity identity;
    private final ActorRef<Controller.Command> controller;
    private final ActorRef<ShutDownProgress> answers;
    private final long deadlineMs;
    private final Reply<Long> done;
    private long answeredMs;
    private long movedAllAsOf = Long.MAX_VALUE;

    ControlledShutdown(
            NodeIdentity identity,
            ActorRef<Controller.Command> controller,
            ActorRef<ShutDownProgress> answers,
            long nowMs,
            Reply<Long> done) {
        this.identity = identity;
        this.controller = controller;
        this.answers = answers;
        this.deadlineMs = nowMs + AT_MOST_MS;
        this.answeredMs = nowMs;
        this.done = done;
    }

    /** Asks the controller to move what this node leads. */
    void ask() {
        controller.tell(new Controller.ShutDownBroker(identity.nodeId(), identity.incarnation(), answers));
    }

    /** How far the controller is. */
    void answered(ShutDownProgress progress, long nowMs) {
        boolean notOurs = progress.error() == Errors.STALE_BROKER_EPOCH;
        if (notOurs || progress.error() == Errors.NONE) {
            answeredMs = nowMs;
            movedAllAsOf = notOurs || progress.leaderships() == 0 ? progress.asOf() : Long.MAX_VALUE;
        }
    }

    /**
     * Whether the node may close now.
     *
     * @param leads how many partitions its own image says it leads: what nobody else can lead stays with it to the end
     * @param asOf the last event of its own image
     */
    boolean mayClose(long leads, long asOf, long nowMs) {
        if (asOf >= movedAllAsOf) {
            return true;
        }
        if (nowMs >= deadlineMs) {
            log.warn("closing with {} partitions that this node still leads, after {} ms", leads, AT_MOST_MS);
            return true;
        }
        if (nowMs - answeredMs >= CONTROLLER_SILENT_MS) {
            log.warn(
                    "closing with {} partitions that this node still leads: the controller has not answered for {} ms",
                    leads,
                    CONTROLLER_SILENT_MS);
            return true;
        }
        return false;
    }

    /** The node serves nothing any more: nobody shall be sent to it. */
    void fence() {
        controller.tell(new Controller.FenceBroker(identity.nodeId(), identity.incarnation(), "it has shut down"));
    }

    Reply<Long> done() {
        return done;
    }
}
