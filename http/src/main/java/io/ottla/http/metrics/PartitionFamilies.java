package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.LedPartition;
import io.ottla.http.metrics.BrokerStats.ReplicaLog;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code kafka.log:type=Log} for each replica here, and kafka_exporter's view of each partition led here. */
final class PartitionFamilies {
    private static final String LOG = "kafka_log_log_";
    private static final String PARTITION = "kafka_topic_partition_";

    private final Map<Labels, ReplicaLog> logs = new LinkedHashMap<>();
    private final Map<Labels, LedPartition> led = new LinkedHashMap<>();

    PartitionFamilies(BrokerStats stats, SeriesLimits limits, Omissions omissions) {
        omissions
                .cut(
                        "replicas",
                        limits.partitions(),
                        stats.logs(),
                        Comparator.comparing(ReplicaLog::topic).thenComparing(ReplicaLog::partition))
                .forEach(log -> logs.put(labels(log.topic(), log.partition()), log));
        omissions
                .cut(
                        "partitions",
                        limits.partitions(),
                        stats.ledPartitions(),
                        Comparator.comparing(LedPartition::topic).thenComparing(LedPartition::partition))
                .forEach(partition -> led.put(labels(partition.topic(), partition.partition()), partition));
    }

    void gather(Families families) {
        families.gauge(LOG + "size", "Bytes of a replica's log on disk", logs, ReplicaLog::bytes)
                .gauge(LOG + "numlogsegments", "Segments of a replica's log", logs, ReplicaLog::segments)
                .gauge(LOG + "logstartoffset", "First offset that can be read", logs, ReplicaLog::startOffset)
                .gauge(LOG + "logendoffset", "Offset that the next record will get", logs, ReplicaLog::endOffset)
                .gauge(PARTITION + "current_offset", "High watermark", led, LedPartition::currentOffset)
                .gauge(PARTITION + "oldest_offset", "First offset for consumers", led, LedPartition::oldestOffset)
                .gauge(PARTITION + "replicas", "Assigned replicas", led, LedPartition::replicas)
                .gauge(PARTITION + "in_sync_replica", "In-sync replicas", led, LedPartition::inSyncReplicas)
                .gauge(
                        PARTITION + "under_replicated_partition",
                        "1 when a replica is not in sync",
                        led,
                        partition -> partition.inSyncReplicas() < partition.replicas() ? 1 : 0);
    }

    private static Labels labels(String topic, int partition) {
        return Labels.of("partition", Integer.toString(partition), "topic", topic);
    }
}
