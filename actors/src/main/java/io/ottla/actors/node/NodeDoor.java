package io.ottla.actors.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.controller.BrokerLink.Heartbeat;
import io.ottla.actors.controller.BrokerLink.HeartbeatAnswer;
import io.ottla.actors.controller.BrokerLink.Look;
import io.ottla.actors.controller.BrokerLink.Seen;
import io.ottla.actors.controller.BrokerLink.ToNode;
import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.metadata.MetadataCache;
import java.util.function.Consumer;

/**
 * Answers the controller's heartbeats and its questions about others. An actor of its own: a node that is busy with a large
 * change of the metadata lives, and says so.
 */
final class NodeDoor {
    private final NodeIdentity identity;
    private final ControllerContact contact;
    private final MetadataCache metadata;
    private final PeerProbe probe;
    private final Consumer<Heartbeat> heartbeats;

    private NodeDoor(
            NodeIdentity identity,
            ControllerContact contact,
            MetadataCache metadata,
            PeerProbe probe,
            Consumer<Heartbeat> heartbeats) {
        this.identity = identity;
        this.contact = contact;
        this.metadata = metadata;
        this.probe = probe;
        this.heartbeats = heartbeats;
    }

    /** Answers for this node, and passes every accepted heartbeat on to {@code heartbeats}. */
    static Behavior<ToNode> create(
            NodeIdentity identity,
            ControllerContact contact,
            MetadataCache metadata,
            PeerProbe probe,
            Consumer<Heartbeat> heartbeats) {
        NodeDoor door = new NodeDoor(identity, contact, metadata, probe, heartbeats);
        return Behaviors.receive(ToNode.class)
                .onMessage(Heartbeat.class, heartbeat -> {
                    door.onHeartbeat(heartbeat);
                    return Behaviors.same();
                })
                .onMessage(Look.class, look -> {
                    door.onLook(look);
                    return Behaviors.same();
                })
                .build();
    }

    private void onHeartbeat(Heartbeat heartbeat) {
        if (contact.accepts(heartbeat.controllerEpoch())) {
            heartbeat
                    .replyTo()
                    .tell(new HeartbeatAnswer(
                            identity.nodeId(),
                            identity.incarnation(),
                            metadata.image().sequenceNr(),
                            contact.ready()));
            heartbeats.accept(heartbeat);
        }
    }

    private void onLook(Look look) {
        probe.gone(look.kafka(), look.control())
                .thenAccept(gone -> look.replyTo().tell(new Seen(gone)));
    }
}
