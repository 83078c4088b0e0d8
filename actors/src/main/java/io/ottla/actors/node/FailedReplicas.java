package io.ottla.actors.node;

import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.state.BrokerDecisions;
import io.ottla.actors.metadata.MetadataImage;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;

/**
 * The replicas of this node whose log directory has failed. The controller is told until nobody counts on them any more. Part
 * of {@link NodeActor}, on its thread.
 */
final class FailedReplicas {
    private final NodeIdentity identity;
    private final Consumer<Controller.Command> controller;
    private final Set<TopicIdPartition> failed = new LinkedHashSet<>();

    FailedReplicas(NodeIdentity identity, Consumer<Controller.Command> controller) {
        this.identity = identity;
        this.controller = controller;
    }

    /** One more has failed. */
    void add(TopicIdPartition id, MetadataImage image) {
        if (failed.add(id)) {
            tell(id, image);
        }
    }

    /** Tells the controller of those that this image still counts on. */
    void tell(MetadataImage image) {
        failed.removeIf(id -> image.topics().topic(id.topicId()).isEmpty());
        failed.forEach(id -> tell(id, image));
    }

    private void tell(TopicIdPartition id, MetadataImage image) {
        image.topics()
                .topic(id.topicId())
                .flatMap(topic -> topic.partition(id.partition()))
                .filter(partition -> BrokerDecisions.counts(partition, identity.nodeId()))
                .ifPresent(partition -> controller.accept(new Controller.ReplicaFailed(
                        identity.nodeId(), identity.incarnation(), id.topicId(), id.partition())));
    }
}
