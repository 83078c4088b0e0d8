package io.ottla.http.rest.v3;

import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.rest.stream.StreamEndpoints;
import java.util.List;

/** Reading: the records of a topic as they come, for as long as the client listens. */
final class ReadEndpoints {
    private static final String TOPIC = "/v3/clusters/{cluster_id}/topics/{topic_name}";
    private static final String[] QUERY = {
        "from",
        "offset",
        "timestamp",
        "offsets",
        "last_event_id",
        "partition",
        "key",
        "key_format",
        "value_format",
        "live",
        "limit"
    };

    private final ClusterAccess cluster;
    private final StreamEndpoints streams;

    ReadEndpoints(ClusterAccess cluster, StreamEndpoints streams) {
        this.cluster = cluster;
        this.streams = streams;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                TOPIC + "/records",
                                "The records of a topic as a stream",
                                cluster.in((call, links) -> streams.ofTopic(call)))
                        .asking(QUERY)
                        .answering("KafkaRecordStream"),
                Endpoint.get(
                                TOPIC + "/partitions/{partition_id}/records",
                                "The records of a partition as a stream",
                                cluster.in((call, links) -> streams.ofPartition(call)))
                        .asking(QUERY)
                        .answering("KafkaRecordStream"));
    }
}
