package io.ottla.server.stats;

import io.ottla.actors.Broker;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.http.metrics.BrokerStats.Cluster;
import java.util.Optional;

/** Figures of the cluster, told by the node whose controller is active. */
final class ClusterStats {
    private ClusterStats() {}

    static Optional<Cluster> of(Broker broker) {
        MetadataImage image = broker.metadata().image();
        if (image.controllerId() != broker.nodeId()) {
            return Optional.empty();
        }
        int partitions = 0;
        int offline = 0;
        int imbalanced = 0;
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                partitions++;
                offline += partition.leader() == PartitionImage.NO_LEADER ? 1 : 0;
                imbalanced += partition.leader() != partition.replicas().get(0) ? 1 : 0;
            }
        }
        int fenced = (int)
                image.brokers().values().stream().filter(BrokerImage::fenced).count();
        return Optional.of(new Cluster(
                image.topics().size(),
                partitions,
                offline,
                imbalanced,
                image.brokers().size() - fenced,
                fenced,
                0));
    }
}
