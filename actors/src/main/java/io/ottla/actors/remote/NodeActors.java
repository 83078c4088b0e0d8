package io.ottla.actors.remote;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.cluster.Cluster;

/**
 * The actors that every node has under well-known names. They are reached by the address of the node alone, also before it is
 * a member of the cluster, and whatever process of it runs there.
 */
public final class NodeActors {
    /** The name of every node's actor system: part of each address. */
    public static final String SYSTEM_NAME = "ottla";

    private NodeActors() {}

    /**
     * The system actor of this name on a node. It is looked up at once, so the reference to an actor of the own node that
     * does not run yet leads nowhere: ask again instead of keeping it.
     */
    public static <T> ActorRef<T> at(ActorSystem<?> system, NodeAddress node, String name) {
        Address address = Address.apply("akka", SYSTEM_NAME, node.host(), node.port());
        return ActorRefResolver.get(system).resolveActorRef(address + "/system/" + name);
    }

    /** Where other nodes reach this actor system. */
    public static NodeAddress own(ActorSystem<?> system) {
        Address address = Cluster.get(system).selfAddress();
        return new NodeAddress(
                address.host().getOrElse(() -> ""),
                address.port().map(port -> (Integer) port).getOrElse(() -> 0));
    }
}
