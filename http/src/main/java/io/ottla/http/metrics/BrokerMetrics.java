package io.ottla.http.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * The broker under the names that boards and alerts for Kafka already use: those which Strimzi's rules give to Kafka's own
 * JMX beans ({@code kafka_server_...}, {@code kafka_controller_...}, {@code kafka_network_...}, {@code kafka_log_...}), and
 * those of kafka_exporter ({@code kafka_topic_partition_...}, {@code kafka_consumergroup_...}). Reads {@link BrokerStats} at
 * each scrape and keeps nothing in between.
 */
public final class BrokerMetrics implements MultiCollector {
    private final BrokerStats stats;
    private final SeriesLimits limits;

    /** Shows these figures, no more series than the limits allow. */
    public BrokerMetrics(BrokerStats stats, SeriesLimits limits) {
        this.stats = stats;
        this.limits = limits;
    }

    @Override
    public MetricSnapshots collect() {
        Families families = new Families();
        Omissions omissions = new Omissions();
        new TopicFamilies(stats, limits, omissions).gather(families);
        new ReplicaFamilies(stats.replicas(), stats.disks()).gather(families);
        new ClusterFamilies(stats.cluster()).gather(families);
        new RequestFamilies(stats.requests(), stats.network()).gather(families);
        new PartitionFamilies(stats, limits, omissions).gather(families);
        new GroupFamilies(stats, limits, omissions).gather(families);
        omissions.gather(families);
        return families.all();
    }
}
