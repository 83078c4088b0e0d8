package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.rest.format.SchemaFormats.Encoded;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key or a value as it is sent.
 *
 * @param bytes what is sent; null for none
 * @param type the format the client named; null if there is no data
 * @param schema what it was written by, if by a schema
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on to the producer as they are, and never compared.
record DataPart(byte @Nullable [] bytes, @Nullable String type, Optional<Encoded> schema) {
    static final DataPart NONE = new DataPart(null, null, Optional.empty());

    /** Adds what the client is told of it, if there is any. */
    void tell(ObjectNode answer, String field) {
        if (type == null || bytes == null) {
            return;
        }
        ObjectNode told = answer.putObject(field).put("type", type);
        schema.ifPresent(known -> told.put("subject", known.subject())
                .put("schema_id", known.schemaId())
                .put("schema_version", known.schemaVersion()));
        told.put("size", bytes.length);
    }
}
