package io.ottla.actors.partition;

/**
 * The streams of fetches from this node to the leaders on other nodes, one for each node. Usable from any thread.
 */
public interface LeaderLinks {
    /** Of a node that is alone. */
    LeaderLinks NONE = (leader, leaderEpoch, follower) -> LeaderLink.NONE;

    /**
     * Takes a follower into the stream to its leader's node. It fetches once it has said from where.
     *
     * @param leader the node that leads
     * @param leaderEpoch the epoch it leads in
     * @param follower whom to tell what the leader answers
     */
    LeaderLink open(int leader, int leaderEpoch, PartitionHandle follower);
}
