package io.ottla.actors.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.controller.BrokerLink.Heartbeat;
import io.ottla.actors.controller.BrokerLink.HeartbeatAnswer;
import io.ottla.actors.metadata.MetadataCache;
import java.util.function.Consumer;

/**
 * Answers the controller's heartbeats. An actor of its own: a node that is busy with a large change of the metadata lives,
 * and says so.
 */
final class NodeDoor {
    private NodeDoor() {}

    /** Answers for this node, and passes every accepted heartbeat on to {@code heartbeats}. */
    static Behavior<Heartbeat> create(
            NodeIdentity identity, ControllerContact contact, MetadataCache metadata, Consumer<Heartbeat> heartbeats) {
        return Behaviors.receiveMessage(heartbeat -> {
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
            return Behaviors.same();
        });
    }
}
