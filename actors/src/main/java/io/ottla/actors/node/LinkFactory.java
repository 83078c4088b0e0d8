package io.ottla.actors.node;

/** Makes a node's ways to other nodes; named here, and made where the Kafka protocol is spoken. */
@FunctionalInterface
public interface LinkFactory {
    /** Of a node that is alone. */
    LinkFactory NONE = context -> NodeLinks.NONE;

    /** The links of the node; they end with its actor system. */
    NodeLinks create(LinkContext context);
}
