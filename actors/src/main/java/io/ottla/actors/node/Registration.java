package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.remote.NodeAddress;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the node's process with the controller, and again when the controller does not know it. Part of {@link NodeActor}. */
final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    /** A process that has just been killed is fenced sooner; who is still refused then has another node's number. */
    private static final long GIVE_UP_MS = 15_000;

    private final NodeIdentity identity;
    private final NodeAddress control;
    private final ActorRef<Controller.Command> controller;
    private final ActorRef<Controller.BrokerRegistration> answers;
    private boolean registered;
    private long refusedSinceMs = -1;

    Registration(
            NodeIdentity identity,
            NodeAddress control,
            ActorRef<Controller.Command> controller,
            ActorRef<Controller.BrokerRegistration> answers) {
        this.identity = identity;
        this.control = control;
        this.controller = controller;
        this.answers = answers;
    }

    /** Asks again if it is not registered. */
    void askAgain(long has) {
        if (!registered) {
            ask(has);
        }
    }

    /** Asks, registered or not: the answer tells how the controller sees this process. */
    void ask(long has) {
        controller.tell(new Controller.RegisterBroker(
                identity.nodeId(),
                identity.incarnation(),
                identity.advertisedHost(),
                identity.advertisedPort(),
                identity.rack(),
                control,
                identity.quorumDirectoryId(),
                identity.logDirIds(),
                identity.cleanShutdownEpoch(),
                has,
                answers));
    }

    /** The controller has another process registered under this node's number, or none. */
    void lost() {
        registered = false;
    }

    /** Takes the controller's answer; a reason to give up if this node's number belongs to another that lives. */
    Optional<String> answered(Controller.BrokerRegistration answer, long nowMs) {
        if (answer.error() == Errors.NONE) {
            registered = true;
            refusedSinceMs = -1;
            return Optional.empty();
        }
        if (answer.error() != Errors.DUPLICATE_BROKER_REGISTRATION) {
            return Optional.empty();
        }
        if (refusedSinceMs < 0) {
            refusedSinceMs = nowMs;
            log.warn("the controller does not register this node yet: {}", answer.message());
        }
        return nowMs - refusedSinceMs >= GIVE_UP_MS ? Optional.of(answer.message()) : Optional.empty();
    }
}
