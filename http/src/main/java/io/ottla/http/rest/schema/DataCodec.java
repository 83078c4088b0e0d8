package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Turns JSON into the bytes of one schema, and back. Thread-safe. */
interface DataCodec {
    /** The name by which subjects are called where they are named after records; empty if the schema has none. */
    Optional<String> recordName();

    /**
     * The bytes behind the schema's id.
     *
     * @throws UnfitData if the data does not fit the schema
     */
    byte[] encode(JsonNode data);

    /**
     * The data in the bytes behind the schema's id.
     *
     * @throws UnfitData if the bytes were not written with the schema
     */
    JsonNode decode(ByteBuffer bytes);

    /** Data and schema do not belong together. The message is for the client. */
    final class UnfitData extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnfitData(String message) {
            super(message, null, false, false);
        }
    }
}
