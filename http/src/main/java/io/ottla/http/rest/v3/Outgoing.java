package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a client wants to be sent.
 *
 * @param record as the producer takes it
 * @param key what is told of its key
 * @param value what is told of its value
 */
record Outgoing(ProducerRecord<byte[], byte[]> record, DataPart key, DataPart value) {
    private static final int NEGATIVE_PARTITION = 40402;

    /**
     * Reads a record of a request.
     *
     * @throws Refusal if it is not one
     */
    static Outgoing of(String topic, JsonNode request, DataParts parts) {
        if (!request.isObject()) {
            throw Refusal.of(400, "A record must be a JSON object");
        }
        Integer partition = Fields.number(request, "partition_id").orElse(null);
        if (partition != null && partition < 0) {
            throw Refusal.coded(NEGATIVE_PARTITION, "Invalid partition " + partition);
        }
        DataPart key = parts.read(topic, true, request.path("key"));
        DataPart value = parts.read(topic, false, request.path("value"));
        return new Outgoing(
                new ProducerRecord<>(
                        topic, partition, timestamp(request), key.bytes(), value.bytes(), headers(request)),
                key,
                value);
    }

    /** The answer to the client when the record is in the log. */
    ObjectNode acknowledge(ObjectNode answer, String clusterId, RecordMetadata sent) {
        answer.put("cluster_id", clusterId)
                .put("topic_name", sent.topic())
                .put("partition_id", sent.partition())
                .put("offset", sent.offset());
        if (sent.hasTimestamp()) {
            answer.put("timestamp", Instant.ofEpochMilli(sent.timestamp()).toString());
        }
        key.tell(answer, "key");
        value.tell(answer, "value");
        return answer;
    }

    private static @Nullable Long timestamp(JsonNode request) {
        JsonNode field = request.path("timestamp");
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        if (field.isIntegralNumber()) {
            return field.longValue();
        }
        try {
            return OffsetDateTime.parse(field.asText()).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw Refusal.of(400, "The timestamp must be as in 2026-11-22T10:15:30Z");
        }
    }

    private static Headers headers(JsonNode request) {
        RecordHeaders headers = new RecordHeaders();
        for (JsonNode header : Fields.list(request, "headers")) {
            headers.add(Fields.requiredText(header, "name"), DataParts.base64(header.path("value")));
        }
        return headers;
    }
}
