package io.ottla.http.rest.v2;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads bodies of version 2: an unknown field, a missing one and one of the wrong type are refused with 422. */
final class V2Body {
    private V2Body() {}

    /** The object in these bytes, with no fields but these. */
    static JsonNode object(ByteString bytes, Set<String> fields) {
        JsonNode node = Json.parse(bytes).orElseThrow(() -> Refusal.of(400, "Malformed JSON"));
        if (!node.isObject()) {
            throw invalid("The request body must be a JSON object");
        }
        requireOnly(node, fields);
        return node;
    }

    /** The same; an empty body is an empty object. */
    static JsonNode optionalObject(ByteString bytes, Set<String> fields) {
        return bytes.isEmpty() ? Json.object() : object(bytes, fields);
    }

    static void requireOnly(JsonNode node, Set<String> fields) {
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw invalid("Unrecognized field: " + name);
            }
        });
    }

    /** A list of objects with no fields but these; refuses one that is empty. */
    static List<JsonNode> objects(JsonNode body, String name, Set<String> fields) {
        JsonNode list = body.path(name);
        if (!list.isArray() || list.isEmpty()) {
            throw invalid("Field " + name + " may not be empty");
        }
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode object : list) {
            if (!object.isObject()) {
                throw invalid("Field " + name + " must be a list of objects");
            }
            requireOnly(object, fields);
            objects.add(object);
        }
        return objects;
    }

    /** A list of partitions, which is not empty. */
    static List<TopicPartition> partitions(JsonNode body) {
        return objects(body, "partitions", Set.of("topic", "partition")).stream()
                .map(V2Body::partition)
                .toList();
    }

    /** The partition in the fields {@code topic} and {@code partition}. */
    static TopicPartition partition(JsonNode object) {
        JsonNode number = object.path("partition");
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0) {
            throw invalid("Field partition must be a number of a partition");
        }
        return new TopicPartition(text(object, "topic").orElseThrow(() -> missing("topic")), number.intValue());
    }

    /** The offset of an entry and its metadata. */
    static OffsetAndMetadata offset(JsonNode object, int plus) {
        JsonNode offset = object.path("offset");
        if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
            throw invalid("Field offset must be a number that is not negative");
        }
        return new OffsetAndMetadata(
                offset.longValue() + plus, text(object, "metadata").orElse(""));
    }

    static Optional<String> text(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isTextual()) {
            throw invalid("Field " + name + " must be a string");
        }
        return Optional.of(field.textValue());
    }

    static Refusal missing(String field) {
        return invalid("Field " + field + " may not be null");
    }

    static Refusal invalid(String message) {
        return Refusal.of(422, message);
    }
}
