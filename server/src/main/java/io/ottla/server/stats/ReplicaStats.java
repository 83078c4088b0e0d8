package io.ottla.server.stats;

import io.ottla.actors.Broker;
import io.ottla.actors.config.TopicSettings;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import io.ottla.http.metrics.BrokerStats.LedPartition;
import io.ottla.http.metrics.BrokerStats.ReplicaLog;
import io.ottla.http.metrics.BrokerStats.Replicas;
import io.ottla.storage.LogView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Figures of the replicas on this node, from the metadata and from what the replicas publish. */
final class ReplicaStats {
    private final Broker broker;

    ReplicaStats(Broker broker) {
        this.broker = broker;
    }

    Replicas replicas() {
        MetadataImage image = broker.metadata().image();
        Counts counts = new Counts();
        for (TopicImage topic : image.topics().all()) {
            int minInSync = TopicSettings.minInSyncReplicas(
                    image.config(ConfigResource.topic(topic.name())),
                    broker.settings().get());
            topic.partitions().stream()
                    .filter(partition -> partition.leader() == broker.nodeId())
                    .forEach(partition -> counts.add(partition, minInSync));
        }
        Collection<PartitionHandle> hosted = broker.partitions().all();
        int offline =
                (int) hosted.stream().filter(handle -> handle.view() == null).count();
        return counts.with(hosted.size(), offline);
    }

    Collection<ReplicaLog> logs() {
        List<ReplicaLog> result = new ArrayList<>();
        for (PartitionHandle handle : broker.partitions().all()) {
            PartitionView view = handle.view();
            if (view != null) {
                LogView log = view.log();
                result.add(new ReplicaLog(
                        handle.id().topic(),
                        handle.id().partition(),
                        log.sizeInBytes(),
                        log.segmentCount(),
                        log.logStartOffset(),
                        log.logEndOffset()));
            }
        }
        return result;
    }

    Collection<LedPartition> led() {
        MetadataImage image = broker.metadata().image();
        List<LedPartition> result = new ArrayList<>();
        for (PartitionHandle handle : broker.partitions().all()) {
            PartitionView view = handle.leadingView();
            if (view != null) {
                image.topics()
                        .topic(handle.id().topicId())
                        .flatMap(topic -> topic.partition(handle.id().partition()))
                        .ifPresent(partition -> result.add(led(handle, view.log(), partition)));
            }
        }
        return result;
    }

    private static LedPartition led(PartitionHandle handle, LogView log, PartitionImage partition) {
        return new LedPartition(
                handle.id().topic(),
                handle.id().partition(),
                log.logStartOffset(),
                log.highWatermark(),
                partition.replicas().size(),
                partition.isr().size());
    }

    private static final class Counts {
        private int led;
        private int underReplicated;
        private int underMinIsr;
        private int atMinIsr;
        private int reassigning;

        void add(PartitionImage partition, int minInSync) {
            int required = Math.min(minInSync, partition.replicas().size());
            int inSync = partition.isr().size();
            led++;
            underReplicated += inSync < partition.replicas().size() ? 1 : 0;
            underMinIsr += inSync < required ? 1 : 0;
            atMinIsr += inSync == required ? 1 : 0;
            reassigning += partition.addingReplicas().isEmpty()
                            && partition.removingReplicas().isEmpty()
                    ? 0
                    : 1;
        }

        /** Replication between nodes is not counted: a node alone has none. */
        Replicas with(int hosted, int offline) {
            return new Replicas(hosted, led, underReplicated, underMinIsr, atMinIsr, offline, reassigning, 0, 0, 0, 0);
        }
    }
}
