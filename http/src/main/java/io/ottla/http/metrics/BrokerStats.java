package io.ottla.http.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The broker's counters and states as {@link BrokerMetrics} wants to read them; the node adapts its broker to this. Each
 * method is called once for a scrape, on a thread that may block, perhaps by two scrapes at once. Counters only grow while the
 * process lives; states are those of this node alone unless said otherwise.
 */
public interface BrokerStats {
    /** All topics together since the process started, those included that were deleted since. */
    Traffic traffic();

    /** The topics of which this node leads a partition, each since the process started. */
    Collection<TopicTraffic> topics();

    /** The replicas that this node hosts. */
    Replicas replicas();

    /** The cluster as its controller sees it; present on the node where the controller is active, and only there. */
    Optional<Cluster> cluster();

    /** The requests answered so far, one element for each API that was ever called. */
    Collection<Requests> requests();

    /** The sockets of the Kafka port. */
    Network network();

    /** The log directories. */
    Disks disks();

    /** The log of each replica that this node hosts. */
    Collection<ReplicaLog> logs();

    /** The partitions that this node leads. Each partition of the cluster has one leader, so sums over nodes are right. */
    Collection<LedPartition> ledPartitions();

    /** The groups that this node coordinates. */
    Groups groups();

    /** The committed offsets of the groups that this node coordinates. */
    Collection<GroupOffset> groupOffsets();

    /**
     * What clients wrote and read.
     *
     * @param messagesIn records appended for producers
     * @param bytesIn bytes of the record batches that producers sent
     * @param bytesOut bytes of the record batches that consumers were sent
     * @param bytesRejected bytes of batches beyond the size limit
     * @param produceRequests produce requests, counted once for each topic they name
     * @param fetchRequests fetch requests, counted once for each topic they name
     * @param failedProduceRequests those answered with an error
     * @param failedFetchRequests those answered with an error
     */
    record Traffic(
            long messagesIn,
            long bytesIn,
            long bytesOut,
            long bytesRejected,
            long produceRequests,
            long fetchRequests,
            long failedProduceRequests,
            long failedFetchRequests) {}

    /** One topic's share of the {@link Traffic}. */
    record TopicTraffic(String topic, Traffic traffic) {}

    /**
     * Replicas of this node, and what replication did here.
     *
     * @param hosted replicas on this node's disks
     * @param led those that lead
     * @param underReplicated led partitions with fewer in-sync replicas than assigned ones
     * @param underMinIsr led partitions with fewer in-sync replicas than {@code min.insync.replicas}
     * @param atMinIsr led partitions with exactly as many
     * @param offline replicas in a failed log directory
     * @param reassigning led partitions that are being moved
     * @param isrShrinks times a follower was dropped from an ISR here
     * @param isrExpands times one was taken back
     * @param bytesIn bytes fetched from other leaders
     * @param bytesOut bytes sent to followers
     */
    record Replicas(
            int hosted,
            int led,
            int underReplicated,
            int underMinIsr,
            int atMinIsr,
            int offline,
            int reassigning,
            long isrShrinks,
            long isrExpands,
            long bytesIn,
            long bytesOut) {}

    /**
     * The cluster in the eyes of its active controller.
     *
     * @param topics topics, internal ones included
     * @param partitions their partitions
     * @param offlinePartitions those without a leader
     * @param imbalancedPartitions those not led by their preferred replica
     * @param activeBrokers registered brokers that may lead
     * @param fencedBrokers registered brokers that may not
     * @param uncleanElections leaders chosen from outside the ISR since the process started
     */
    record Cluster(
            int topics,
            int partitions,
            int offlinePartitions,
            int imbalancedPartitions,
            int activeBrokers,
            int fencedBrokers,
            long uncleanElections) {}

    /**
     * One API's requests.
     *
     * @param api Kafka's name, {@code Produce}; consumers' and followers' fetches are also reported apart, as
     *     {@code FetchConsumer} and {@code FetchFollower}
     * @param answered requests answered
     * @param errors how often each of Kafka's error names was answered, {@code NONE} included
     * @param time from the request's last byte read to the response's last byte handed to the socket
     */
    record Requests(String api, long answered, Map<String, Long> errors, Latency time) {}

    /**
     * A distribution of durations in milliseconds.
     *
     * @param count how many were measured
     * @param sum of all of them
     * @param p50 half of them were no longer than this; likewise the others
     */
    record Latency(long count, double sum, double p50, double p95, double p99, double p999) {}

    /**
     * Sockets of the Kafka port.
     *
     * @param connections open ones by listener name
     * @param accepted connections accepted since the process started
     * @param queuedRequests requests read and not answered yet
     */
    record Network(Map<String, Integer> connections, long accepted, int queuedRequests) {}

    /** Log directories that failed since the process started. */
    record Disks(int offlineDirectories) {}

    /**
     * One replica's log.
     *
     * @param bytes of its segments on disk
     * @param startOffset the first offset that can be read
     * @param endOffset the offset that the next record will get
     */
    record ReplicaLog(String topic, int partition, long bytes, int segments, long startOffset, long endOffset) {}

    /**
     * One partition led here.
     *
     * @param oldestOffset the first offset that consumers can read
     * @param currentOffset the high watermark
     */
    record LedPartition(
            String topic, int partition, long oldestOffset, long currentOffset, int replicas, int inSyncReplicas) {}

    /** Groups by state. */
    record Groups(int empty, int stable, int preparingRebalance, int completingRebalance, int dead) {
        /** All of them. */
        public int total() {
            return empty + stable + preparingRebalance + completingRebalance + dead;
        }
    }

    /**
     * How far a group has come in one partition.
     *
     * @param lag records up to the high watermark that are not committed yet; negative when this node does not know the
     *     partition's high watermark
     */
    record GroupOffset(String group, String topic, int partition, long committedOffset, long lag) {}
}
