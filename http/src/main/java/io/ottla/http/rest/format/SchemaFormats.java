package io.ottla.http.rest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The formats whose bytes mean nothing without a schema: Avro, JSON Schema, Protobuf. Who has a schema registry at hand
 * implements them. The methods may block, and are called on threads that may; they refuse with
 * {@link io.ottla.http.endpoint.Refusal}.
 */
public interface SchemaFormats {
    /** The bytes to send for this data, in the registry's wire format. */
    Encoded encode(Field field, JsonNode data);

    /** The data in a key or value of the registry's wire format. */
    JsonNode decode(String type, Written written);

    /**
     * A key or a value as it was written. It names its schema before the data, or in a header of its record.
     *
     * @param bytes the key or value
     * @param header the header that may name its schema; null if the record has none
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on from the consumer as they are, and never compared.
    record Written(byte[] bytes, byte @Nullable [] header) {
        /** The key of a record, which has one. */
        public static Written key(ConsumerRecord<byte[], byte[]> record) {
            return new Written(record.key(), header(record, "__key_schema_id"));
        }

        /** The value of a record, which has one. */
        public static Written value(ConsumerRecord<byte[], byte[]> record) {
            return new Written(record.value(), header(record, "__value_schema_id"));
        }

        private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        }

        /** The schema's name and what is behind it. */
        public ByteBuffer framed() {
            return header == null
                    ? ByteBuffer.wrap(bytes)
                    : ByteBuffer.allocate(header.length + bytes.length)
                            .put(header)
                            .put(bytes)
                            .flip();
        }
    }

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
