package io.ottla.http.rest.v3;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Location;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Topics: list, create, grow, delete. */
final class TopicEndpoints {
    private static final String TOPICS = "/v3/clusters/{cluster_id}/topics";
    private static final String TOPIC = TOPICS + "/{topic_name}";
    private static final int BAD_PARTITIONS = 40002;

    private final ClusterAccess cluster;

    TopicEndpoints(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(TOPICS, "All topics", cluster.reading((call, links) -> list(links)))
                        .answering("KafkaTopicList"),
                Endpoint.post(TOPICS, "Create a topic", cluster.writing((call, links, body) -> create(links, body)))
                        .taking("CreateTopicRequest")
                        .with(201)
                        .answering("KafkaTopic"),
                Endpoint.get(
                                TOPIC,
                                "A topic",
                                cluster.reading((call, links) ->
                                        describe(call.parameter("topic_name")).thenApply(topic -> topic(links, topic))))
                        .answering("KafkaTopic"),
                Endpoint.patch(
                                TOPIC,
                                "Add partitions to a topic",
                                cluster.writing((call, links, body) -> grow(links, call.parameter("topic_name"), body)))
                        .taking("UpdateTopicRequest")
                        .answering("KafkaTopic"),
                Endpoint.delete(TOPIC, "Delete a topic", cluster.in((call, links) -> {
                            String topic = call.parameter("topic_name");
                            return cluster.ask(admin ->
                                            admin.deleteTopics(List.of(topic)).all())
                                    .thenApply(deleted -> Json.empty(204));
                        }))
                        .with(204));
    }

    /** The topic of this name; fails if there is none. */
    CompletionStage<TopicDescription> describe(String topic) {
        return cluster.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .thenApply(topics -> one(topics, topic));
    }

    /** All topics. */
    CompletionStage<Collection<TopicDescription>> describeAll() {
        return cluster.ask(admin -> admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .thenCompose(names ->
                        cluster.ask(admin -> admin.describeTopics(names).allTopicNames()))
                .thenApply(Map::values);
    }

    private CompletionStage<ObjectNode> list(Links links) {
        return describeAll()
                .thenApply(topics -> Resources.list(
                        "KafkaTopic",
                        links.url("topics"),
                        topics.stream()
                                .sorted(Comparator.comparing(TopicDescription::name))
                                .map(topic -> topic(links, topic))
                                .toList()));
    }

    private CompletionStage<HttpResponse> create(Links links, JsonNode body) {
        TopicRequest request = TopicRequest.of(body);
        boolean onlyValidate = Fields.flag(body, "validate_only");
        return cluster.ask(admin -> admin.createTopics(
                                List.of(request.topic()), new CreateTopicsOptions().validateOnly(onlyValidate))
                        .all())
                .thenCompose(created -> onlyValidate ? request.asPlanned(cluster) : describe(request.name()))
                .thenApply(topic -> Json.response(201, topic(links, topic))
                        .addHeader(Location.create(links.url("topics", request.name()))));
    }

    private CompletionStage<HttpResponse> grow(Links links, String topic, JsonNode body) {
        int partitions = Fields.number(body, "partitions_count").orElseThrow(() -> Fields.missing("partitions_count"));
        return describe(topic)
                .thenCompose(before -> {
                    if (before.partitions().size() == partitions) {
                        throw Refusal.coded(BAD_PARTITIONS, "Topic already has " + partitions + " partition(s).");
                    }
                    return cluster.ask(admin -> admin.createPartitions(
                                    Map.of(topic, NewPartitions.increaseTo(partitions)), new CreatePartitionsOptions())
                            .all());
                })
                .thenCompose(grown -> describe(topic))
                .thenApply(grown -> Json.response(200, topic(links, grown)));
    }

    private static ObjectNode topic(Links links, TopicDescription topic) {
        String name = topic.name();
        ObjectNode resource = Resources.resource("KafkaTopic", links.url("topics", name), links.crn("topic", name));
        resource.put("cluster_id", links.clusterId())
                .put("topic_name", name)
                .put("is_internal", topic.isInternal())
                .put(
                        "replication_factor",
                        topic.partitions().isEmpty()
                                ? 0
                                : topic.partitions().get(0).replicas().size())
                .put("partitions_count", topic.partitions().size());
        Resources.relate(resource, "partitions", links.url("topics", name, "partitions"));
        Resources.relate(resource, "configs", links.url("topics", name, "configs"));
        Resources.relate(
                resource, "partition_reassignments", links.url("topics", name, "partitions", "-", "reassignment"));
        List<String> operations = new ArrayList<>();
        if (topic.authorizedOperations() != null) {
            topic.authorizedOperations().forEach(operation -> operations.add(operation.name()));
        }
        operations.forEach(resource.putArray("authorized_operations")::add);
        return resource;
    }

    private static TopicDescription one(Map<String, TopicDescription> topics, String name) {
        TopicDescription topic = topics.get(name);
        if (topic == null) {
            throw new IllegalStateException("asked for topic " + name + ", told of " + topics.keySet());
        }
        return topic;
    }
}
