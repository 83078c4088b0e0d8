package io.ottla.protocol.link;

import io.ottla.actors.node.LinkContext;
import io.ottla.actors.partition.LeaderLink;
import io.ottla.actors.partition.LeaderLinks;
import io.ottla.actors.partition.PartitionHandle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The streams of fetches to other nodes over TCP; each ends with the actor system. Any thread. */
final class TcpLeaderLinks implements LeaderLinks {
    private final LinkContext context;
    private final Brake brake;

    /** Bounded by the brokers there have been. */
    private final ConcurrentMap<Integer, LeaderStream> streams = new ConcurrentHashMap<>();

    /** The links of a node; they connect when something is to be followed. */
    TcpLeaderLinks(LinkContext context) {
        this.context = context;
        this.brake = new FollowerBrake(context);
    }

    @Override
    public LeaderLink open(int leader, int leaderEpoch, PartitionHandle follower) {
        return streams.computeIfAbsent(leader, node -> new LeaderStream(context, node, brake))
                .open(leaderEpoch, follower);
    }
}
