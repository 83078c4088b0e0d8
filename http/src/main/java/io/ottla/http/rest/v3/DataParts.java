package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.DataException;
import io.ottla.http.rest.format.DataFormat;
import io.ottla.http.rest.format.SchemaFormats;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys and values of produce requests.
 *
 * @param schemas the formats that need a schema, if a registry is at hand
 */
record DataParts(Optional<SchemaFormats> schemas) {
    private static final int UNPROCESSABLE = 422;
    private static final Set<String> SCHEMA_TYPES = Set.of("AVRO", "JSONSCHEMA", "PROTOBUF");

    /**
     * The key or value in this field of a record; may block where a schema has to be asked for.
     *
     * @throws Refusal if it is not one
     */
    DataPart read(String topic, boolean key, JsonNode field) {
        if (field.isMissingNode() || field.isNull()) {
            return DataPart.NONE;
        }
        if (!field.isObject()) {
            throw Refusal.of(400, "A key or value must be a JSON object with type and data");
        }
        JsonNode data = field.path("data");
        Optional<String> type = Fields.text(field, "type");
        if (type.isPresent() && !SCHEMA_TYPES.contains(type.get())) {
            return plain(type.get(), data);
        }
        return bySchema(topic, key, type, field, data);
    }

    private static DataPart plain(String type, JsonNode data) {
        DataFormat format =
                DataFormat.named(type).orElseThrow(() -> Refusal.of(400, "The type " + type + " is not known"));
        try {
            return new DataPart(format.write(data.isMissingNode() ? null : data), type, Optional.empty());
        } catch (DataException e) {
            throw Refusal.of(400, String.valueOf(e.getMessage()));
        }
    }

    private DataPart bySchema(String topic, boolean key, Optional<String> type, JsonNode field, JsonNode data) {
        Optional<Integer> id = Fields.number(field, "schema_id");
        Optional<Integer> version = Fields.number(field, "schema_version");
        if (type.isPresent() && (id.isPresent() || version.isPresent())) {
            throw Refusal.of(400, "'type' cannot be used with 'schema_id' or 'schema_version'");
        }
        SchemaFormats formats = schemas.orElseThrow(() -> Refusal.of(
                422,
                "Schema Registry not defined, no Schema Registry client available to serialize the "
                        + (key ? "key" : "value")));
        if (data.isMissingNode() || data.isNull()) {
            return DataPart.NONE;
        }
        SchemaFormats.Field chosen = new SchemaFormats.Field(
                topic,
                key,
                type,
                Fields.text(field, "schema"),
                id,
                version,
                Fields.text(field, "subject"),
                Fields.text(field, "subject_name_strategy"));
        SchemaFormats.Encoded encoded = encode(formats, chosen, data);
        return new DataPart(encoded.bytes(), encoded.type(), Optional.of(encoded));
    }

    /** Version 3 has no finer codes for a schema that cannot be had. */
    private static SchemaFormats.Encoded encode(SchemaFormats formats, SchemaFormats.Field field, JsonNode data) {
        try {
            return formats.encode(field, data);
        } catch (Refusal refusal) {
            throw refusal.status() == UNPROCESSABLE ? Refusal.of(UNPROCESSABLE, refusal.reason()) : refusal;
        }
    }

    /** The bytes of a header's value; null for none. */
    static byte @Nullable [] base64(JsonNode data) {
        try {
            return DataFormat.BINARY.write(data.isMissingNode() ? null : data);
        } catch (DataException e) {
            throw Refusal.of(400, "The value of a header must be base64 in a string");
        }
    }
}
