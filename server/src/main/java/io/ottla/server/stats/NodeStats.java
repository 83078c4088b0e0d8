package io.ottla.server.stats;

import io.ottla.actors.Broker;
import io.ottla.http.metrics.BrokerStats;
import io.ottla.protocol.metrics.ApiMetrics;
import io.ottla.protocol.metrics.LatencyHistogram;
import io.ottla.protocol.metrics.RequestMetrics;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;

/** A node's figures, read when somebody asks: the broker itself counts with cheap adders and knows nothing of metrics. */
public final class NodeStats implements BrokerStats {
    /** A request is handled by the event loop that read it: none ever waits for a handler. */
    private static final int NO_QUEUE = 0;

    private final Broker broker;
    private final RequestMetrics requests;
    private final String listener;
    private final ReplicaStats replicas;
    private final GroupStats groups;

    /**
     * The figures of this broker and its port.
     *
     * @param listener the name of the port's listener
     */
    public NodeStats(Broker broker, RequestMetrics requests, String listener) {
        this.broker = broker;
        this.requests = requests;
        this.listener = listener;
        this.replicas = new ReplicaStats(broker);
        this.groups = new GroupStats(broker);
    }

    @Override
    public Traffic traffic() {
        return traffic(requests.traffic().total());
    }

    @Override
    public Collection<TopicTraffic> topics() {
        return requests.traffic().byTopic().entrySet().stream()
                .map(topic -> new TopicTraffic(topic.getKey(), traffic(topic.getValue())))
                .toList();
    }

    @Override
    public Replicas replicas() {
        return replicas.replicas();
    }

    @Override
    public Optional<Cluster> cluster() {
        return ClusterStats.of(broker);
    }

    @Override
    public Collection<Requests> requests() {
        return requests.byApi().entrySet().stream()
                .map(api -> requests(api.getKey(), api.getValue()))
                .toList();
    }

    @Override
    public Network network() {
        return new Network(Map.of(listener, requests.openConnections()), requests.acceptedConnections(), NO_QUEUE);
    }

    @Override
    public Disks disks() {
        return new Disks((int) broker.logDirs().describe().stream()
                .filter(directory -> directory.failed())
                .count());
    }

    @Override
    public Collection<ReplicaLog> logs() {
        return replicas.logs();
    }

    @Override
    public Collection<LedPartition> ledPartitions() {
        return replicas.led();
    }

    @Override
    public Groups groups() {
        return groups.byPhase();
    }

    @Override
    public Collection<GroupOffset> groupOffsets() {
        return groups.offsets();
    }

    private static Requests requests(ApiKeys api, ApiMetrics counted) {
        LatencyHistogram time = counted.totalTime();
        long failures = counted.failures();
        return new Requests(
                api.name,
                counted.requests(),
                Map.of("NONE", Math.max(0, counted.requests() - failures), "ANY", failures),
                new Latency(
                        time.count(),
                        time.totalNanos() / 1e6,
                        time.quantileMicros(0.5) / 1e3,
                        time.quantileMicros(0.95) / 1e3,
                        time.quantileMicros(0.99) / 1e3,
                        time.quantileMicros(0.999) / 1e3));
    }

    private static Traffic traffic(io.ottla.protocol.metrics.TopicTraffic counted) {
        return new Traffic(
                counted.messagesIn(),
                counted.bytesIn(),
                counted.bytesOut(),
                0,
                counted.produceRequests(),
                counted.fetchRequests(),
                counted.failedProduceRequests(),
                counted.failedFetchRequests());
    }
}
