package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import java.util.Comparator;
import java.util.List;

/**
 * The cluster as clients are shown it: one image of the metadata, seen by one caller.
 *
 * @param broker the node that answers
 * @param image what it knows
 * @param caller who is shown it
 */
record ClusterView(Broker broker, MetadataImage image, Caller caller) {
    /** The controller of a cluster that has none at the moment. */
    static final int NO_CONTROLLER = -1;

    /** The newest image. */
    static ClusterView now(Broker broker, Caller caller) {
        return new ClusterView(broker, broker.metadata().image(), caller);
    }

    /** The brokers that serve, by id; with {@code fenced} also those that are registered but do not. */
    List<BrokerImage> brokers(boolean fenced) {
        return image.brokers().values().stream()
                .filter(one -> fenced || !one.fenced())
                .sorted(Comparator.comparingInt(BrokerImage::id))
                .toList();
    }

    /**
     * The node that clients send changes to. Every broker hands them on, so while the controller moves this node names
     * itself; {@link #NO_CONTROLLER} if it does not serve either.
     */
    int controllerId() {
        return image.liveBroker(image.controllerId())
                .or(() -> image.liveBroker(broker.nodeId()))
                .map(BrokerImage::id)
                .orElse(NO_CONTROLLER);
    }

    /** What the caller may do with the cluster (KIP-430); nothing when it may not even describe it. */
    int clusterOperations() {
        return allows(Operation.DESCRIBE, Resource.CLUSTER)
                ? AuthorizedOperations.of(broker.authorizer(), caller, Resource.CLUSTER)
                : 0;
    }

    /** What the caller may do with a topic (KIP-430). */
    int topicOperations(String topic) {
        return AuthorizedOperations.of(broker.authorizer(), caller, Resource.topic(topic));
    }

    /** Whether the caller may know of a topic. */
    boolean showsTopic(String topic) {
        return allows(Operation.DESCRIBE, Resource.topic(topic));
    }

    /** Whether the caller may do this. */
    boolean allows(Operation operation, Resource resource) {
        return broker.authorizer().allows(caller, operation, resource);
    }
}
