package io.ottla.actors.membership;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.function.LongSupplier;

/**
 * Sends to the membership actor at an address, member or not. Nothing is promised: what nobody receives is lost, and asked
 * again by who needs it.
 */
final class Wire {
    /** The name of the actor on every node. */
    static final String ACTOR = "ottla-membership";

    private final ActorSystem system;

    Wire(ActorSystem system) {
        this.system = system;
    }

    void send(NodeAddress to, MembershipProtocol.Remote message) {
        system.actorSelection(addressOf(to) + "/system/" + ACTOR).tell(message, ActorRef.noSender());
    }

    /** An address as Akka names it. */
    Address addressOf(NodeAddress node) {
        return new Address("akka", system.name(), node.host(), node.port());
    }

    /** Akka's name for an address as ours. */
    static NodeAddress nodeAddress(Address address) {
        return new NodeAddress(
                address.getHost().orElseThrow(() -> new IllegalStateException(address + " is not reachable")),
                address.getPort().orElseThrow(() -> new IllegalStateException(address + " is not reachable")));
    }

    /** A member as ours. */
    static MemberAt member(akka.cluster.UniqueAddress address) {
        return new MemberAt(nodeAddress(address.address()), address.longUid());
    }

    /** Milliseconds of a clock that never goes back. */
    static final LongSupplier CLOCK = () -> System.nanoTime() / 1_000_000;
}
