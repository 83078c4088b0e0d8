package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.v3.GroupAccess.Lag;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far consumer groups are behind. */
final class LagEndpoints {
    private static final String GROUP = "/v3/clusters/{cluster_id}/consumer-groups/{consumer_group_id}";

    private final ClusterAccess cluster;
    private final GroupAccess groups;

    LagEndpoints(ClusterAccess cluster, GroupAccess groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(GROUP + "/lags", "How far a group is behind, by partition", cluster.reading(this::lags))
                        .answering("KafkaConsumerLagList"),
                Endpoint.get(
                                GROUP + "/lags/{topic_name}/partitions/{partition_id}",
                                "How far a group is behind in a partition",
                                cluster.reading(this::lag))
                        .answering("KafkaConsumerLag"),
                Endpoint.get(
                                GROUP + "/lag-summary",
                                "How far a group is behind, in all",
                                cluster.reading(this::summary))
                        .answering("KafkaConsumerGroupLagSummary"));
    }

    private CompletionStage<ObjectNode> lags(Call call, Links links) {
        String group = call.parameter("consumer_group_id");
        return groups.lags(group)
                .thenApply(lags -> Resources.list(
                        "KafkaConsumerLag",
                        links.url("consumer-groups", group, "lags"),
                        lags.stream().map(lag -> resource(links, group, lag)).toList()));
    }

    private CompletionStage<ObjectNode> lag(Call call, Links links) {
        String group = call.parameter("consumer_group_id");
        TopicPartition wanted = new TopicPartition(call.parameter("topic_name"), call.number("partition_id"));
        return groups.lags(group)
                .thenApply(lags -> lags.stream()
                        .filter(lag -> lag.partition().equals(wanted))
                        .findFirst()
                        .map(lag -> resource(links, group, lag))
                        .orElseThrow(() -> Refusal.of(
                                404, "Lag of consumer group " + group + " in " + wanted + " cannot be found.")));
    }

    private CompletionStage<ObjectNode> summary(Call call, Links links) {
        String group = call.parameter("consumer_group_id");
        return groups.lags(group).thenApply(lags -> {
            Lag most = lags.stream()
                    .max(Comparator.comparingLong(Lag::records))
                    .orElseThrow(() -> Refusal.of(404, "Consumer group " + group + " has not committed any offset."));
            ObjectNode resource = Resources.resource(
                    "KafkaConsumerGroupLagSummary",
                    links.url("consumer-groups", group, "lag-summary"),
                    links.crn("consumer-group", group) + "/lag-summary");
            resource.put("cluster_id", links.clusterId()).put("consumer_group_id", group);
            MemberDescription reader = most.member().orElse(null);
            resource.put("max_lag_consumer_id", reader == null ? "" : reader.consumerId())
                    .put("max_lag_instance_id", instance(reader))
                    .put("max_lag_client_id", reader == null ? "" : reader.clientId())
                    .put("max_lag_topic_name", most.partition().topic())
                    .put("max_lag_partition_id", most.partition().partition())
                    .put("max_lag", most.records())
                    .put("total_lag", lags.stream().mapToLong(Lag::records).sum());
            if (reader != null) {
                Resources.relate(
                        resource,
                        "max_lag_consumer",
                        links.url("consumer-groups", group, "consumers", reader.consumerId()));
            }
            Resources.relate(
                    resource,
                    "max_lag_partition",
                    links.partitionUrl(
                            most.partition().topic(), most.partition().partition()));
            return resource;
        });
    }

    private static ObjectNode resource(Links links, String group, Lag lag) {
        String topic = lag.partition().topic();
        int partition = lag.partition().partition();
        ObjectNode resource = Resources.resource(
                "KafkaConsumerLag",
                links.url("consumer-groups", group, "lags", topic, "partitions", partition),
                links.crn("consumer-group", group, "lag", topic, "partition", partition));
        MemberDescription reader = lag.member().orElse(null);
        return resource.put("cluster_id", links.clusterId())
                .put("consumer_group_id", group)
                .put("topic_name", topic)
                .put("partition_id", partition)
                .put("consumer_id", reader == null ? "" : reader.consumerId())
                .put("instance_id", instance(reader))
                .put("client_id", reader == null ? "" : reader.clientId())
                .put("current_offset", lag.committed())
                .put("log_end_offset", lag.end())
                .put("lag", lag.records());
    }

    private static @Nullable String instance(@Nullable MemberDescription reader) {
        return reader == null ? null : reader.groupInstanceId().orElse(null);
    }
}
