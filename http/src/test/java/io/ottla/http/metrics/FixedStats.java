package io.ottla.http.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A broker whose figures are all different, so that one taken for another is seen. */
record FixedStats(int topicCount, Optional<Cluster> cluster) implements BrokerStats {
    static FixedStats ofActiveController(int topics) {
        return new FixedStats(topics, Optional.of(new Cluster(301, 302, 303, 304, 305, 306, 307)));
    }

    static FixedStats ofOrdinaryNode() {
        return new FixedStats(1, Optional.empty());
    }

    @Override
    public Traffic traffic() {
        return new Traffic(101, 102, 103, 104, 105, 106, 107, 108);
    }

    @Override
    public Collection<TopicTraffic> topics() {
        // From the last name to the first: the order must not be the caller's affair.
        return names().map(topic -> new TopicTraffic(topic, new Traffic(11, 12, 13, 14, 15, 16, 17, 18)))
                .toList();
    }

    @Override
    public Replicas replicas() {
        return new Replicas(201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211);
    }

    @Override
    public Collection<Requests> requests() {
        return List.of(new Requests(
                "Produce",
                401,
                Map.of("NONE", 402L, "NOT_LEADER_OR_FOLLOWER", 403L),
                new Latency(404, 405, 1.5, 2.5, 3.5, 4.5)));
    }

    @Override
    public Network network() {
        return new Network(Map.of("PLAINTEXT", 501), 502, 503);
    }

    @Override
    public Disks disks() {
        return new Disks(601);
    }

    @Override
    public Collection<ReplicaLog> logs() {
        return names().map(topic -> new ReplicaLog(topic, 7, 701, 702, 703, 704))
                .toList();
    }

    @Override
    public Collection<LedPartition> ledPartitions() {
        return names().map(topic -> new LedPartition(topic, 7, 801, 802, 3, 2)).toList();
    }

    @Override
    public Groups groups() {
        return new Groups(1, 2, 3, 4, 5);
    }

    @Override
    public Collection<GroupOffset> groupOffsets() {
        return List.of(new GroupOffset("readers", "t0", 7, 901, 902), new GroupOffset("readers", "t0", 8, 903, -1));
    }

    private Stream<String> names() {
        return IntStream.range(0, topicCount).mapToObj(i -> "t" + (topicCount - 1 - i));
    }
}
