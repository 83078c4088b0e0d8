package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.Disks;
import io.ottla.http.metrics.BrokerStats.Replicas;

/** {@code kafka.server:type=ReplicaManager}, replication's traffic, and the log directories. */
record ReplicaFamilies(Replicas replicas, Disks disks) {
    private static final String MANAGER = "kafka_server_replicamanager_";
    private static final String TRAFFIC = "kafka_server_brokertopicmetrics_";

    void gather(Families families) {
        families.gauge(MANAGER + "partitioncount", "Replicas on this node", replicas.hosted())
                .gauge(MANAGER + "leadercount", "Partitions led by this node", replicas.led())
                .gauge(
                        MANAGER + "underreplicatedpartitions",
                        "Led partitions with fewer in-sync replicas than assigned ones",
                        replicas.underReplicated())
                .gauge(
                        MANAGER + "underminisrpartitioncount",
                        "Led partitions with fewer in-sync replicas than min.insync.replicas",
                        replicas.underMinIsr())
                .gauge(
                        MANAGER + "atminisrpartitioncount",
                        "Led partitions with exactly min.insync.replicas in-sync replicas",
                        replicas.atMinIsr())
                .gauge(
                        MANAGER + "offlinereplicacount",
                        "Replicas of this node in a failed log directory",
                        replicas.offline())
                .gauge(MANAGER + "reassigningpartitions", "Led partitions that are being moved", replicas.reassigning())
                .counter(MANAGER + "isrshrinks", "Followers dropped from an ISR", replicas.isrShrinks())
                .counter(MANAGER + "isrexpands", "Followers taken back into an ISR", replicas.isrExpands())
                .counter(TRAFFIC + "replicationbytesin", "Bytes fetched from other leaders", replicas.bytesIn())
                .counter(TRAFFIC + "replicationbytesout", "Bytes sent to followers", replicas.bytesOut())
                .gauge(
                        "kafka_log_logmanager_offlinelogdirectorycount",
                        "Log directories that failed",
                        disks.offlineDirectories());
    }
}
