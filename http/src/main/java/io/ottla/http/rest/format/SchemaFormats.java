package io.ottla.http.rest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The formats whose bytes mean nothing without a schema: Avro, JSON Schema, Protobuf. Who has a schema registry at hand
 * implements them. The methods may block, and are called on threads that may; they refuse with
 * {@link io.ottla.http.endpoint.Refusal}.
 */
public interface SchemaFormats {
    /** The bytes to send for this data, in the registry's wire format. */
    Encoded encode(Field field, JsonNode data);

    /** The data in bytes of the registry's wire format. */
    JsonNode decode(String type, byte[] bytes);

    /**
     * A key or a value, and what its client said about its schema.
     *
     * @param topic where it goes
     * @param key whether it is the key
     * @param type {@code AVRO}, {@code JSONSCHEMA} or {@code PROTOBUF}, if it was told
     * @param schema the schema's text
     * @param schemaId the schema's id
     * @param schemaVersion its version in its subject
     * @param subject its subject
     * @param subjectNameStrategy how the subject is named otherwise
     */
    record Field(
            String topic,
            boolean key,
            Optional<String> type,
            Optional<String> schema,
            Optional<Integer> schemaId,
            Optional<Integer> schemaVersion,
            Optional<String> subject,
            Optional<String> subjectNameStrategy) {}

    /**
     * Data as bytes, and the schema that they were written by.
     *
     * @param bytes what is sent
     * @param type {@code AVRO}, {@code JSONSCHEMA} or {@code PROTOBUF}
     * @param subject where the schema is registered
     * @param schemaId its id
     * @param schemaVersion its version in the subject
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to the producer as they are, and never compared.
    record Encoded(byte[] bytes, String type, String subject, int schemaId, int schemaVersion) {}
}
