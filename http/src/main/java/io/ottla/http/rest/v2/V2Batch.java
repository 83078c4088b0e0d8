package io.ottla.http.rest.v2;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.DataException;
import io.ottla.http.rest.format.DataFormat;
import io.ottla.http.rest.format.SchemaFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one produce request.
 *
 * @param records as the producer takes them
 * @param keySchemaId the schema of the keys, if they have one
 * @param valueSchemaId the schema of the values, likewise
 */
record V2Batch(
        List<ProducerRecord<byte[], byte[]>> records, Optional<Integer> keySchemaId, Optional<Integer> valueSchemaId) {
    private static final int PARTITION_NOT_FOUND = 40402;
    private static final int KEY_SCHEMA_MISSING = 42201;
    private static final int VALUE_SCHEMA_MISSING = 42202;
    private static final int SERIALIZATION = 42207;
    private static final Set<String> FIELDS =
            Set.of("records", "key_schema", "key_schema_id", "value_schema", "value_schema_id");

    /**
     * Reads a request; may block where schemas have to be asked for.
     *
     * @param partition where all records go, if the path says so
     * @param partitions how many the topic has
     * @throws Refusal if any record is not one
     */
    static V2Batch of(
            String topic,
            OptionalInt partition,
            int partitions,
            String format,
            ByteString bytes,
            Optional<SchemaFormats> schemas) {
        JsonNode body = V2Body.object(bytes, FIELDS);
        partition.ifPresent(id -> requirePartition(id, partitions));
        Set<String> fields = partition.isPresent() ? Set.of("key", "value") : Set.of("key", "value", "partition");
        Side keys = Side.of(topic, true, format, body, schemas);
        Side values = Side.of(topic, false, format, body, schemas);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (JsonNode record : V2Body.objects(body, "records", fields)) {
            Integer target =
                    partition.isPresent() ? Integer.valueOf(partition.getAsInt()) : partitionOf(record, partitions);
            records.add(new ProducerRecord<>(
                    topic, target, keys.bytes(record.path("key")), values.bytes(record.path("value"))));
        }
        return new V2Batch(records, keys.schemaId, values.schemaId);
    }

    private static @Nullable Integer partitionOf(JsonNode record, int partitions) {
        JsonNode field = record.path("partition");
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        if (!field.isIntegralNumber() || !field.canConvertToInt()) {
            throw V2Body.invalid("Field partition must be a number");
        }
        requirePartition(field.intValue(), partitions);
        return field.intValue();
    }

    private static void requirePartition(int id, int partitions) {
        if (id < 0 || id >= partitions) {
            throw Refusal.coded(PARTITION_NOT_FOUND, "Partition not found.");
        }
    }

    /** The keys of a batch, or its values. */
    private static final class Side {
        private final boolean key;
        private final Optional<DataFormat> plain;
        private final SchemaFormats.Field field;
        private final Optional<SchemaFormats> schemas;
        private Optional<Integer> schemaId = Optional.empty();

        private Side(
                boolean key, Optional<DataFormat> plain, SchemaFormats.Field field, Optional<SchemaFormats> schemas) {
            this.key = key;
            this.plain = plain;
            this.field = field;
            this.schemas = schemas;
        }

        static Side of(String topic, boolean key, String format, JsonNode body, Optional<SchemaFormats> schemas) {
            String prefix = key ? "key_" : "value_";
            JsonNode id = body.path(prefix + "schema_id");
            SchemaFormats.Field field = new SchemaFormats.Field(
                    topic,
                    key,
                    Optional.of(format.toUpperCase(Locale.ROOT)),
                    V2Body.text(body, prefix + "schema"),
                    id.isIntegralNumber() ? Optional.of(id.intValue()) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new Side(key, DataFormat.named(format), field, schemas);
        }

        byte @Nullable [] bytes(JsonNode data) {
            if (data.isMissingNode() || data.isNull()) {
                return null;
            }
            if (plain.isEmpty()) {
                return bySchema(data);
            }
            try {
                return plain.get().write(data);
            } catch (DataException e) {
                throw Refusal.of(400, String.valueOf(e.getMessage()));
            }
        }

        private byte[] bySchema(JsonNode data) {
            if (field.schema().isEmpty() && field.schemaId().isEmpty()) {
                throw key
                        ? Refusal.coded(KEY_SCHEMA_MISSING, "Request includes keys but does not include key schema")
                        : Refusal.coded(
                                VALUE_SCHEMA_MISSING, "Request includes values but does not include value schema");
            }
            SchemaFormats.Encoded encoded = schemas.orElseThrow(
                            () -> Refusal.coded(SERIALIZATION, "Schema Registry not defined"))
                    .encode(field, data);
            schemaId = Optional.of(encoded.schemaId());
            return encoded.bytes();
        }
    }
}
