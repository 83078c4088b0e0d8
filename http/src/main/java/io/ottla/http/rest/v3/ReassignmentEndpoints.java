package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.KafkaFailures;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Partitions that are being moved. */
final class ReassignmentEndpoints {
    private static final String TOPICS = "/v3/clusters/{cluster_id}/topics";

    private final ClusterAccess cluster;
    private final TopicEndpoints topics;

    ReassignmentEndpoints(ClusterAccess cluster, TopicEndpoints topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                TOPICS + "/-/partitions/-/reassignment",
                                "All partitions that are being moved",
                                cluster.reading((call, links) -> list(
                                        links,
                                        links.url("topics", "-", "partitions", "-", "reassignment"),
                                        partition -> true)))
                        .answering("KafkaReassignmentList"),
                Endpoint.get(
                                TOPICS + "/{topic_name}/partitions/-/reassignment",
                                "The partitions of a topic that are being moved",
                                cluster.reading((call, links) -> {
                                    String topic = call.parameter("topic_name");
                                    return topics.describe(topic)
                                            .thenCompose(known -> list(
                                                    links,
                                                    links.url("topics", topic, "partitions", "-", "reassignment"),
                                                    partition ->
                                                            partition.topic().equals(topic)));
                                }))
                        .answering("KafkaReassignmentList"),
                Endpoint.get(
                                TOPICS + "/{topic_name}/partitions/{partition_id}/reassignment",
                                "Where a partition is being moved",
                                cluster.reading((call, links) -> one(
                                        links,
                                        new TopicPartition(call.parameter("topic_name"), call.number("partition_id")))))
                        .answering("KafkaReassignment"));
    }

    private CompletionStage<ObjectNode> list(Links links, String self, Predicate<TopicPartition> wanted) {
        return moving().thenApply(all -> Resources.list(
                "KafkaReassignment",
                self,
                all.entrySet().stream()
                        .filter(entry -> wanted.test(entry.getKey()))
                        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                        .map(entry -> resource(links, entry.getKey(), entry.getValue()))
                        .toList()));
    }

    private CompletionStage<ObjectNode> one(Links links, TopicPartition partition) {
        return moving().thenApply(all -> {
            PartitionReassignment found = all.get(partition);
            if (found == null) {
                throw Refusal.of(
                        404,
                        "Reassignment of partition " + partition.partition() + " of topic " + partition.topic()
                                + " cannot be found.");
            }
            return resource(links, partition, found);
        });
    }

    /** A cluster that does not know of reassignments moves nothing. */
    private CompletionStage<Map<TopicPartition, PartitionReassignment>> moving() {
        return cluster.ask(admin -> admin.listPartitionReassignments().reassignments())
                .exceptionally(failure -> {
                    if (KafkaFailures.cause(failure) instanceof UnsupportedVersionException) {
                        return Map.of();
                    }
                    throw new CompletionException(KafkaFailures.cause(failure));
                });
    }

    private static ObjectNode resource(Links links, TopicPartition partition, PartitionReassignment moving) {
        String topic = partition.topic();
        int id = partition.partition();
        ObjectNode resource = Resources.resource(
                "KafkaReassignment",
                links.url("topics", topic, "partitions", id, "reassignment"),
                links.crn("topic", topic, "partition", id) + "/reassignment");
        resource.put("cluster_id", links.clusterId()).put("topic_name", topic).put("partition_id", id);
        moving.addingReplicas().forEach(resource.putArray("adding_replicas")::add);
        moving.removingReplicas().forEach(resource.putArray("removing_replicas")::add);
        Resources.relate(resource, "replicas", links.url("topics", topic, "partitions", id, "replicas"));
        return resource;
    }
}
