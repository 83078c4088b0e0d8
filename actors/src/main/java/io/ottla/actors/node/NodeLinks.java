package io.ottla.actors.node;

import io.ottla.actors.partition.LeaderLinks;
import io.ottla.actors.transaction.RemoteTransactions;

/**
 * A node's ways to other nodes over the Kafka protocol.
 *
 * @param leaders streams of fetches to the leaders of what it follows
 * @param transactions markers and checks of transactions
 */
public record NodeLinks(LeaderLinks leaders, RemoteTransactions transactions) {
    /** Of a node that is alone. */
    public static final NodeLinks NONE = new NodeLinks(LeaderLinks.NONE, RemoteTransactions.NONE);
}
