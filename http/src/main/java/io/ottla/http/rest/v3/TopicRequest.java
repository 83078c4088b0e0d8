package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * A topic to be created.
 *
 * @param name its name
 * @param partitions how many partitions, if the client does not leave it to the broker
 * @param replicationFactor how many replicas, likewise
 * @param assignments the brokers of each partition, instead of both numbers; empty if not given
 * @param configs its settings
 */
record TopicRequest(
        String name,
        Optional<Integer> partitions,
        Optional<Integer> replicationFactor,
        Map<Integer, List<Integer>> assignments,
        Map<String, String> configs) {
    private static final int TOO_MANY_REPLICAS = 40002;

    static TopicRequest of(JsonNode body) {
        Map<String, String> configs = new HashMap<>();
        for (JsonNode config : Fields.list(body, "configs")) {
            configs.put(
                    Fields.requiredText(config, "name"),
                    Fields.text(config, "value").orElse(""));
        }
        Map<Integer, List<Integer>> assignments = new TreeMap<>();
        for (JsonNode assignment : Fields.list(body, "replicas_assignments")) {
            List<Integer> brokers = new ArrayList<>();
            Fields.requiredList(assignment, "broker_ids").forEach(broker -> brokers.add(broker.asInt()));
            assignments.put(
                    Fields.number(assignment, "partition_id").orElseThrow(() -> Fields.missing("partition_id")),
                    brokers);
        }
        return new TopicRequest(
                Fields.requiredText(body, "topic_name"),
                Fields.number(body, "partitions_count"),
                Fields.number(body, "replication_factor").map(TopicRequest::replicas),
                assignments,
                configs);
    }

    /** Kafka's protocol has two bytes for it. */
    private static int replicas(int replicationFactor) {
        if (replicationFactor != (short) replicationFactor) {
            throw Refusal.coded(TOO_MANY_REPLICAS, "Replication factor " + replicationFactor + " is too large");
        }
        return replicationFactor;
    }

    NewTopic topic() {
        NewTopic topic = assignments.isEmpty()
                ? new NewTopic(name, partitions, replicationFactor.map(Integer::shortValue))
                : new NewTopic(name, assignments);
        return topic.configs(configs);
    }

    /** What would have been created: of what was left to the broker, one of each. */
    CompletionStage<TopicDescription> asPlanned(ClusterAccess cluster) {
        return cluster.describe(DescribeClusterResult::nodes).thenApply(nodes -> {
            List<Node> replicas =
                    nodes.stream().limit(replicationFactor.orElse(1)).toList();
            int count = assignments.isEmpty() ? partitions.orElse(1) : assignments.size();
            return new TopicDescription(
                    name,
                    false,
                    IntStream.range(0, count)
                            .mapToObj(id -> new TopicPartitionInfo(id, replicas.get(0), replicas, replicas))
                            .toList());
        });
    }
}
