package io.ottla.protocol.link;

import io.ottla.actors.node.LinkContext;
import io.ottla.actors.node.NodeLinks;

/** A node's ways to other nodes, over TCP connections to their Kafka ports. */
public final class TcpLinks {
    private TcpLinks() {}

    /** The links of a node; they connect when they are needed. */
    public static NodeLinks create(LinkContext context) {
        return new NodeLinks(new TcpLeaderLinks(context), new TcpTransactions(new NodeRequests(context)));
    }
}
