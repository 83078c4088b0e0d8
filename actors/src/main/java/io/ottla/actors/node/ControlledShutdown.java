package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import io.ottla.actors.Reply;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import io.ottla.actors.metadata.MetadataImage;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that leaves: it has its leaderships moved to others first, so that clients find a leader at every moment. It goes when
 * nothing is left that another could lead, when there is no other, when no controller answers, or after a bound. Part of {@link
 * NodeActor}.
 */
final class ControlledShutdown {
    private static final Logger log = LoggerFactory.getLogger(ControlledShutdown.class);
    private static final long AT_MOST_MS = 10_000;

    /** A controller that is silent for so long moves nothing; that a process has ended is noticed sooner than it would come back. */
    private static final long SILENCE_MS = 3_000;

    private final NodeIdentity identity;
    private final ActorRef<Controller.Command> controller;
    private final ActorRef<ShutDownProgress> answers;
    private final long sinceMs;
    private final Reply<Long> done;
    private long heardMs;
    private long movedBy = Long.MAX_VALUE;

    ControlledShutdown(
            NodeIdentity identity,
            ActorRef<Controller.Command> controller,
            ActorRef<ShutDownProgress> answers,
            long nowMs,
            Reply<Long> done) {
        this.identity = identity;
        this.controller = controller;
        this.answers = answers;
        this.sinceMs = nowMs;
        this.heardMs = nowMs;
        this.done = done;
    }

    /** Whether no other broker stays: all are fenced, or leave too. */
    static boolean isLast(MetadataImage image, int nodeId) {
        return image.brokers().values().stream()
                .filter(broker -> broker.id() != nodeId)
                .allMatch(broker -> broker.fenced() || broker.inControlledShutdown());
    }

    /** Asks the controller to move what this node leads. */
    void ask() {
        controller.tell(new Controller.ShutDownBroker(identity.nodeId(), identity.incarnation(), answers));
    }

    /** How far the controller is. */
    void answered(ShutDownProgress progress, long nowMs) {
        heardMs = nowMs;
        boolean moved = progress.error() == Errors.STALE_BROKER_EPOCH
                || (progress.error() == Errors.NONE && progress.leaderships() == 0);
        movedBy = moved ? progress.sequenceNr() : Long.MAX_VALUE;
    }

    /**
     * Whether the node may close now.
     *
     * @param image what this node has heard: it leads what this says
     */
    boolean mayClose(MetadataImage image, long nowMs) {
        if (image.sequenceNr() >= movedBy || isLast(image, identity.nodeId())) {
            return true;
        }
        if (nowMs - heardMs >= SILENCE_MS) {
            log.warn("closing without having moved leaderships away: no controller has answered for {} ms", SILENCE_MS);
            return true;
        }
        if (nowMs - sinceMs >= AT_MOST_MS) {
            log.warn("closing after {} ms, though others could come to lead what this node leads", AT_MOST_MS);
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
