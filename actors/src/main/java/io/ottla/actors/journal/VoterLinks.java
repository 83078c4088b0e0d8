package io.ottla.actors.journal;

import akka.actor.ActorSelection;
import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.ottla.actors.journal.state.Outbound;
import io.ottla.actors.journal.state.VoterReply;
import io.ottla.actors.journal.state.VoterRequest;
import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where a writer's requests go: to this node's voter as they are, to those of other nodes in parcels. */
final class VoterLinks {
    /** More folders than this were never part of one cluster; addresses of former ones are forgotten. */
    private static final int MAX_ADDRESSES = 1_000;

    private final ActorSystem system;
    private final NodeAddress here;
    private final ActorRef<VoterActor.Command> local;
    private final ActorRef<WriterActor.Command> writer;
    private final ActorRef<Parcel> answers;
    private final Map<UUID, NodeAddress> addresses = new HashMap<>();
    private Set<NodeAddress> peers = Set.of();
    private String cluster = Parcels.NO_CLUSTER;

    VoterLinks(
            ActorSystem system,
            NodeAddress here,
            ActorRef<VoterActor.Command> local,
            ActorRef<WriterActor.Command> writer) {
        this.system = system;
        this.here = here;
        this.local = local;
        this.writer = writer;
        this.answers = writer.narrow();
    }

    /** The cluster whose journal this is: nobody of another is listened to. */
    void belongTo(String clusterId) {
        cluster = clusterId;
    }

    /** The cluster whose journal this is. */
    String cluster() {
        return cluster;
    }

    /** The nodes to ask besides the voters. */
    void peers(Collection<NodeAddress> nodes) {
        Set<NodeAddress> others = new LinkedHashSet<>(nodes);
        others.remove(here);
        peers = others;
    }

    /** Remembers where a folder was found: its node may have moved since the voters were named. */
    void found(VoterReply.Described described) {
        if (addresses.size() < MAX_ADDRESSES || addresses.containsKey(described.directoryId())) {
            addresses.put(described.directoryId(), described.address());
        }
    }

    /** Sends to the voters these are meant for. */
    void send(List<Outbound> requests) {
        for (Outbound outbound : requests) {
            UUID directoryId = outbound.to().directoryId();
            send(addresses.getOrDefault(directoryId, outbound.to().address()), outbound.request());
        }
    }

    /** Asks this node's voter. */
    void askHere(VoterRequest request) {
        local.tell(new VoterActor.Ask(request, writer));
    }

    /** Asks this node, all peers and these. */
    void askAll(VoterRequest request, Collection<NodeAddress> others) {
        askHere(request);
        Set<NodeAddress> all = new LinkedHashSet<>(peers);
        all.addAll(others);
        all.remove(here);
        all.forEach(node -> send(node, request));
    }

    private void send(NodeAddress to, VoterRequest request) {
        if (to.equals(here)) {
            askHere(request);
            return;
        }
        ActorSelection voter =
                system.actorSelection("akka://" + system.name() + "@" + to + "/system/" + VoterActor.NAME);
        Parcels.pack(cluster, request, Optional.of(answers))
                .forEach(parcel -> voter.tell(parcel, Adapter.toClassic(answers)));
    }
}
