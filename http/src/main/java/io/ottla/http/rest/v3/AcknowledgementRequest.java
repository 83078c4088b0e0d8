package io.ottla.http.rest.v3;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.member.ShareMember.Place;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.TopicPartition;

/** Reads what a client says of the records that it was given. */
final class AcknowledgementRequest {
    private static final Map<String, AcknowledgeType> TYPES = Map.of(
            "ACCEPT", AcknowledgeType.ACCEPT,
            "RELEASE", AcknowledgeType.RELEASE,
            "REJECT", AcknowledgeType.REJECT);

    private AcknowledgementRequest() {}

    /** What became of which record, in the order in which it is said; empty if nothing is said. */
    static Map<Place, AcknowledgeType> parse(ByteString bytes) {
        JsonNode body = bytes.isEmpty()
                ? Json.object()
                : Json.parse(bytes)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> Refusal.of(400, "The request body is not a JSON object"));
        Map<Place, AcknowledgeType> types = new LinkedHashMap<>();
        for (JsonNode entry : Fields.list(body, "acknowledgements")) {
            types.put(place(entry), type(entry));
        }
        return types;
    }

    private static Place place(JsonNode entry) {
        JsonNode offset = entry.path("offset");
        if (!offset.isIntegralNumber() || offset.longValue() < 0) {
            throw Refusal.of(400, "The field offset must be a number that is not negative");
        }
        TopicPartition partition = new TopicPartition(
                Fields.requiredText(entry, "topic_name"),
                Fields.number(entry, "partition_id").orElseThrow(() -> Fields.missing("partition_id")));
        return new Place(partition, offset.longValue());
    }

    private static AcknowledgeType type(JsonNode entry) {
        String name = Fields.text(entry, "type").orElse("ACCEPT").toUpperCase(Locale.ROOT);
        AcknowledgeType type = TYPES.get(name);
        if (type == null) {
            throw Refusal.of(400, "The field type must be one of ACCEPT, RELEASE, REJECT");
        }
        return type;
    }
}
