package io.ottla.http.rest.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import io.ottla.http.rest.member.state.MemberSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Descriptors as records of their topic: JSON keys and values, for people who look into it. */
final class DescriptorJson {
    private DescriptorJson() {}

    static byte[] key(MemberId id) {
        return Json.bytes(Json.object().put("group", id.group()).put("name", id.name()));
    }

    static Optional<MemberId> id(byte[] key) {
        return Json.parse(key)
                .filter(node ->
                        node.path("group").isTextual() && node.path("name").isTextual())
                .map(node -> new MemberId(
                        node.path("group").textValue(), node.path("name").textValue()));
    }

    static byte[] value(MemberDescriptor descriptor) {
        MemberSettings settings = descriptor.settings();
        ObjectNode value = Json.object()
                .put("group", descriptor.id().group())
                .put("name", descriptor.id().name())
                .put("owner", descriptor.owner())
                .put("epoch", descriptor.epoch())
                .put("format", settings.format())
                .put("auto_commit", settings.autoCommit())
                .put("min_bytes", settings.minBytes())
                .put("wait_ms", settings.waitMillis());
        ObjectNode consumer = value.putObject("consumer");
        settings.consumer().forEach(consumer::put);
        write(descriptor.interest(), value);
        return Json.bytes(value);
    }

    /** The descriptor in a record's value; empty if it is something else, which a newer version may have written. */
    static Optional<MemberDescriptor> descriptor(byte[] value) {
        return Json.parse(value)
                .filter(node ->
                        node.path("owner").isTextual() && node.path("epoch").isIntegralNumber())
                .map(node -> new MemberDescriptor(
                        new MemberId(
                                node.path("group").asText(), node.path("name").asText()),
                        node.path("owner").asText(),
                        node.path("epoch").asLong(),
                        settings(node),
                        interest(node)));
    }

    private static MemberSettings settings(JsonNode node) {
        Map<String, String> consumer = new HashMap<>();
        node.path("consumer")
                .properties()
                .forEach(entry -> consumer.put(entry.getKey(), entry.getValue().asText()));
        return new MemberSettings(
                node.path("format").asText(),
                node.path("auto_commit").asBoolean(),
                node.path("min_bytes").asInt(1),
                node.path("wait_ms").asLong(),
                consumer);
    }

    private static void write(Interest interest, ObjectNode value) {
        if (interest instanceof Interest.Topics wanted) {
            ArrayNode topics = value.putArray("topics");
            wanted.topics().forEach(topics::add);
        } else if (interest instanceof Interest.Matching wanted) {
            value.put("topic_pattern", wanted.pattern());
        } else if (interest instanceof Interest.Partitions wanted) {
            ArrayNode partitions = value.putArray("partitions");
            wanted.partitions()
                    .forEach(partition -> partitions
                            .addObject()
                            .put("topic", partition.topic())
                            .put("partition", partition.partition()));
        }
    }

    private static Interest interest(JsonNode node) {
        if (node.has("topics")) {
            List<String> topics = new ArrayList<>();
            node.path("topics").forEach(topic -> topics.add(topic.asText()));
            return new Interest.Topics(topics);
        }
        if (node.has("topic_pattern")) {
            return new Interest.Matching(node.path("topic_pattern").asText());
        }
        if (node.has("partitions")) {
            List<TopicPartition> partitions = new ArrayList<>();
            node.path("partitions")
                    .forEach(partition -> partitions.add(new TopicPartition(
                            partition.path("topic").asText(),
                            partition.path("partition").asInt())));
            return new Interest.Partitions(partitions);
        }
        return new Interest.None();
    }
}
