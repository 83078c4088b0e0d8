package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import io.ottla.actors.controller.BrokerLink.Look;
import io.ottla.actors.controller.BrokerLink.Seen;
import io.ottla.actors.controller.BrokerLink.ToNode;
import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Finds out whether a broker whose connections broke is gone: this node must find both of its ports closed, and so must one
 * more broker where there is one (safety rule M5). Part of {@link BrokerWatch}.
 */
final class GoneBrokers {
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(2);

    private final ActorContext<BrokerWatch.Command> context;
    private final int nodeId;
    private final PeerProbe probe;
    private final Map<Integer, Suspicion> suspicions = new HashMap<>();

    /** What is known of one process that looks gone. */
    private record Suspicion(UUID incarnation, boolean seenHere, boolean seenElsewhere) {
        Suspicion with(boolean here) {
            return new Suspicion(incarnation, seenHere || here, seenElsewhere || !here);
        }
    }

    GoneBrokers(ActorContext<BrokerWatch.Command> context, int nodeId, PeerProbe probe) {
        this.context = context;
        this.nodeId = nodeId;
        this.probe = probe;
    }

    /**
     * A controller that takes over looks by itself: who found a broker gone while there was no controller, maybe the very
     * process that ran it, could tell nobody.
     */
    void lookAtAll(MetadataImage image) {
        for (BrokerImage broker : image.brokers().values()) {
            if (!broker.fenced() && broker.id() != nodeId && !broker.control().equals(NodeAddress.UNKNOWN)) {
                context.pipeToSelf(
                        probe.gone(new NodeAddress(broker.host(), broker.port()), broker.control()),
                        (gone, failure) -> failure == null && gone
                                ? new BrokerWatch.LooksGone(broker.id(), broker.incarnation(), nodeId)
                                : new BrokerWatch.Looked(broker.id(), broker.incarnation(), true, false));
            }
        }
    }

    /** A witness found this broker gone: looks from here, and has another broker look if the witness was this node. */
    void suspect(MetadataImage image, BrokerImage broker, int witness) {
        List<BrokerImage> others = image.brokers().values().stream()
                .filter(other -> !other.fenced() && other.id() != nodeId && other.id() != broker.id())
                .toList();
        boolean alone = others.isEmpty();
        suspicions.put(broker.id(), new Suspicion(broker.incarnation(), false, alone || witness != nodeId));
        NodeAddress kafka = new NodeAddress(broker.host(), broker.port());
        pipe(broker, true, probe.gone(kafka, broker.control()));
        if (!alone && witness == nodeId) {
            others.forEach(other -> pipe(broker, false, ask(other, kafka, broker.control())));
        }
    }

    /** Whether with this look it is certain that the process is gone. */
    boolean confirms(BrokerWatch.Looked looked) {
        Suspicion before = suspicions.get(looked.brokerId());
        if (!looked.gone() || before == null || !before.incarnation().equals(looked.incarnation())) {
            return false;
        }
        Suspicion now = before.with(looked.byThisNode());
        suspicions.put(looked.brokerId(), now);
        if (now.seenHere() && now.seenElsewhere()) {
            suspicions.remove(looked.brokerId());
            return true;
        }
        return false;
    }

    private CompletionStage<Boolean> ask(BrokerImage other, NodeAddress kafka, NodeAddress control) {
        ActorRef<ToNode> node = NodeActors.at(context.getSystem(), other.control(), BrokerLink.NODE);
        return AskPattern.<ToNode, Seen>ask(
                        node,
                        replyTo -> new Look(kafka, control, replyTo),
                        LOOK_TIMEOUT,
                        context.getSystem().scheduler())
                .thenApplyAsync(Seen::gone, context.getExecutionContext());
    }

    /** Who does not answer has seen nothing. */
    private void pipe(BrokerImage broker, boolean byThisNode, CompletionStage<Boolean> look) {
        context.pipeToSelf(
                look,
                (gone, failure) ->
                        new BrokerWatch.Looked(broker.id(), broker.incarnation(), byThisNode, failure == null && gone));
    }
}
