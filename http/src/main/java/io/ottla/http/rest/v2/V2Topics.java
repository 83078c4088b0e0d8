package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Handler;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.KafkaFailures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Brokers, topics and partitions as version 2 shows them. */
final class V2Topics {
    private static final int PARTITION_NOT_FOUND = 40402;

    private final KafkaClients kafka;

    V2Topics(KafkaClients kafka) {
        this.kafka = kafka;
    }

    List<Endpoint> endpoints() {
        String partitions = "/topics/{topic_name}/partitions";
        return List.of(
                Endpoint.get("/brokers", "The numbers of the brokers", reading(call -> brokers()))
                        .answering("V2Brokers"),
                Endpoint.get("/topics", "The names of the topics", reading(call -> names()))
                        .answering("V2Names"),
                Endpoint.get("/topics/{topic_name}", "A topic, its settings and partitions", reading(this::topic))
                        .answering("V2Topic"),
                Endpoint.get(
                                partitions,
                                "The partitions of a topic",
                                reading(call -> describe(call).thenApply(topic -> partitions(topic))))
                        .answering("V2Partitions"),
                Endpoint.get(
                                partitions + "/{partition_id}",
                                "A partition",
                                reading(call -> partition(call).thenApply(V2Topics::resource)))
                        .answering("V2Partition"),
                Endpoint.get(
                                partitions + "/{partition_id}/offsets",
                                "Where a partition begins and ends",
                                reading(this::offsets))
                        .answering("V2PartitionOffsets"));
    }

    private static Handler reading(Function<Call, CompletionStage<? extends JsonNode>> reader) {
        return call -> {
            var type = V2Types.answer(call);
            return reader.apply(call)
                    .<HttpResponse>thenApply(document -> Json.response(200, type, document))
                    .exceptionally(failure -> {
                        throw KafkaFailures.translate(failure);
                    });
        };
    }

    private CompletionStage<ObjectNode> brokers() {
        return kafka.ask(admin -> admin.describeCluster().nodes()).thenApply(nodes -> {
            ObjectNode answer = Json.object();
            ArrayNode ids = answer.putArray("brokers");
            nodes.stream().map(Node::id).sorted().forEach(ids::add);
            return answer;
        });
    }

    private CompletionStage<ArrayNode> names() {
        return kafka.ask(admin -> admin.listTopics().names()).thenApply(names -> {
            ArrayNode answer = Json.object().arrayNode();
            names.stream().sorted().forEach(answer::add);
            return answer;
        });
    }

    private CompletionStage<ObjectNode> topic(Call call) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, call.parameter("topic_name"));
        return describe(call)
                .thenCombine(
                        kafka.ask(admin -> admin.describeConfigs(List.of(resource))
                                .values()
                                .get(resource)),
                        (topic, config) -> {
                            ObjectNode answer = Json.object().put("name", topic.name());
                            answer.set("configs", configs(config));
                            answer.set("partitions", partitions(topic));
                            return answer;
                        });
    }

    private static ObjectNode configs(Config config) {
        ObjectNode configs = Json.object();
        config.entries().stream()
                .filter(entry -> !entry.isSensitive())
                .forEach(entry -> configs.put(entry.name(), entry.value()));
        return configs;
    }

    private CompletionStage<TopicDescription> describe(Call call) {
        String topic = call.parameter("topic_name");
        return kafka.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .thenApply(found -> Objects.requireNonNull(found.get(topic), "a topic that was asked for"));
    }

    private CompletionStage<TopicPartitionInfo> partition(Call call) {
        int id = call.number("partition_id");
        return describe(call)
                .thenApply(topic -> topic.partitions().stream()
                        .filter(partition -> partition.partition() == id)
                        .findFirst()
                        .orElseThrow(() -> Refusal.coded(PARTITION_NOT_FOUND, "Partition not found.")));
    }

    private CompletionStage<ObjectNode> offsets(Call call) {
        TopicPartition partition = new TopicPartition(call.parameter("topic_name"), call.number("partition_id"));
        return partition(call)
                .thenCompose(known -> offset(partition, OffsetSpec.earliest())
                        .thenCombine(
                                offset(partition, OffsetSpec.latest()),
                                (first, end) -> Json.object()
                                        .put("beginning_offset", first)
                                        .put("end_offset", end)));
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec which) {
        return kafka.ask(admin -> admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .thenApply(answer -> answer.offset());
    }

    private static ArrayNode partitions(TopicDescription topic) {
        ArrayNode partitions = Json.object().arrayNode();
        topic.partitions().forEach(partition -> partitions.add(resource(partition)));
        return partitions;
    }

    private static ObjectNode resource(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        ObjectNode resource =
                Json.object().put("partition", partition.partition()).put("leader", leader == null ? -1 : leader.id());
        ArrayNode replicas = resource.putArray("replicas");
        partition
                .replicas()
                .forEach(replica -> replicas.addObject()
                        .put("broker", replica.id())
                        .put("leader", leader != null && leader.id() == replica.id())
                        .put("in_sync", partition.isr().stream().anyMatch(node -> node.id() == replica.id())));
        return resource;
    }
}
