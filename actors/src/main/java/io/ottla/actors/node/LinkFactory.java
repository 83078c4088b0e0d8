package io.ottla.actors.node;

import io.ottla.actors.partition.LeaderLinks;

/** Makes a node's streams to the leaders on other nodes; named here, and made where the Kafka protocol is spoken. */
@FunctionalInterface
public interface LinkFactory {
    /** The links of a node whose every replica is alone. */
    LinkFactory NONE = context -> LeaderLinks.NONE;

    /** The links of the node; they end with its actor system. */
    LeaderLinks create(LinkContext context);
}
