package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Partitions of a topic, their replicas and their offsets. */
final class PartitionEndpoints {
    private static final String PARTITIONS = "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions";
    private static final String PARTITION = PARTITIONS + "/{partition_id}";

    private final ClusterAccess cluster;
    private final TopicEndpoints topics;

    PartitionEndpoints(ClusterAccess cluster, TopicEndpoints topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PARTITIONS, "The partitions of a topic", cluster.reading(this::list))
                        .answering("KafkaPartitionList"),
                Endpoint.get(
                                PARTITION,
                                "A partition",
                                cluster.reading((call, links) -> of(call, found -> found.resource(links))))
                        .answering("KafkaPartition"),
                Endpoint.get(
                                PARTITION + "/offset",
                                "A partition's first and last offset",
                                cluster.reading(this::offsets))
                        .asking("offset_type")
                        .answering("KafkaPartitionWithOffsets"),
                Endpoint.get(PARTITION + "/replicas", "The replicas of a partition", cluster.reading(this::replicas))
                        .answering("KafkaReplicaList"),
                Endpoint.get(
                                PARTITION + "/replicas/{broker_id}",
                                "A replica",
                                cluster.reading((call, links) ->
                                        of(call, found -> found.replica(links, call.number("broker_id")))))
                        .answering("KafkaReplica"),
                Endpoint.get(
                                "/v3/clusters/{cluster_id}/brokers/{broker_id}/partition-replicas",
                                "The replicas on a broker",
                                cluster.reading((call, links) -> onBroker(links, call.number("broker_id"))))
                        .answering("KafkaReplicaList"));
    }

    private CompletionStage<ObjectNode> list(Call call, Links links) {
        String topic = call.parameter("topic_name");
        return topics.describe(topic)
                .thenApply(found -> Resources.list(
                        "KafkaPartition",
                        links.url("topics", topic, "partitions"),
                        partitions(found).stream()
                                .map(partition -> partition.resource(links))
                                .toList()));
    }

    private CompletionStage<ObjectNode> offsets(Call call, Links links) {
        String type = call.query("offset_type").orElse("earliest_and_latest");
        if (!type.equals("earliest_and_latest")) {
            throw Refusal.of(400, "The offset_type must be earliest_and_latest");
        }
        TopicPartition partition = new TopicPartition(call.parameter("topic_name"), call.number("partition_id"));
        return of(call, found -> found.resource(links))
                .thenCompose(resource -> offset(partition, OffsetSpec.earliest())
                        .thenCombine(
                                offset(partition, OffsetSpec.latest()),
                                (first, last) -> resource.put("kind", "KafkaPartitionWithOffsets")
                                        .put("earliest_offset", first)
                                        .put("latest_offset", last)));
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec which) {
        return cluster.ask(admin -> admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .thenApply(answer -> answer.offset());
    }

    private CompletionStage<ObjectNode> replicas(Call call, Links links) {
        return of(
                call,
                found -> Resources.list(
                        "KafkaReplica",
                        links.url(
                                "topics",
                                found.topic(),
                                "partitions",
                                found.info().partition(),
                                "replicas"),
                        found.replicas(links)));
    }

    private CompletionStage<ObjectNode> onBroker(Links links, int broker) {
        return cluster.describe(DescribeClusterResult::nodes)
                .thenApply(nodes -> ClusterEndpoints.find(nodes, broker))
                .thenCompose(known -> topics.describeAll())
                .thenApply(all -> {
                    List<ObjectNode> replicas = new ArrayList<>();
                    for (TopicDescription topic : all) {
                        for (OnePartition partition : partitions(topic)) {
                            if (partition.isOn(broker)) {
                                replicas.add(partition.replica(links, broker));
                            }
                        }
                    }
                    return Resources.list("KafkaReplica", links.url("brokers", broker, "partition-replicas"), replicas);
                });
    }

    private CompletionStage<ObjectNode> of(Call call, Function<OnePartition, ObjectNode> answer) {
        int id = call.number("partition_id");
        return topics.describe(call.parameter("topic_name"))
                .thenApply(topic -> partitions(topic).stream()
                        .filter(partition -> partition.info().partition() == id)
                        .findFirst()
                        .map(answer)
                        .orElseThrow(() -> Refusal.of(
                                404, "Partition " + id + " of topic " + topic.name() + " cannot be found.")));
    }

    private static List<OnePartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(info -> new OnePartition(topic.name(), info))
                .toList();
    }

    /** One partition and the resources that tell of it. */
    private record OnePartition(String topic, TopicPartitionInfo info) {
        ObjectNode resource(Links links) {
            int id = info.partition();
            ObjectNode resource = Resources.resource(
                    "KafkaPartition", links.partitionUrl(topic, id), links.crn("topic", topic, "partition", id));
            resource.put("cluster_id", links.clusterId())
                    .put("topic_name", topic)
                    .put("partition_id", id);
            if (info.leader() != null) {
                Resources.relate(
                        resource,
                        "leader",
                        links.replicaUrl(topic, id, info.leader().id()));
            }
            Resources.relate(resource, "replicas", links.url("topics", topic, "partitions", id, "replicas"));
            Resources.relate(resource, "reassignment", links.url("topics", topic, "partitions", id, "reassignment"));
            return resource;
        }

        List<ObjectNode> replicas(Links links) {
            return info.replicas().stream()
                    .map(node -> replica(links, node.id()))
                    .toList();
        }

        boolean isOn(int broker) {
            return info.replicas().stream().anyMatch(node -> node.id() == broker);
        }

        ObjectNode replica(Links links, int broker) {
            if (!isOn(broker)) {
                throw Refusal.of(
                        404,
                        "Replica " + broker + " of partition " + info.partition() + " of topic " + topic
                                + " cannot be found.");
            }
            Node leader = info.leader();
            ObjectNode resource = Resources.resource(
                    "KafkaReplica",
                    links.replicaUrl(topic, info.partition(), broker),
                    links.crn("topic", topic, "partition", info.partition(), "replica", broker));
            resource.put("cluster_id", links.clusterId())
                    .put("topic_name", topic)
                    .put("partition_id", info.partition())
                    .put("broker_id", broker)
                    .put("is_leader", leader != null && leader.id() == broker)
                    .put("is_in_sync", info.isr().stream().anyMatch(node -> node.id() == broker));
            Resources.relate(resource, "broker", links.brokerUrl(broker));
            return resource;
        }
    }
}
