package io.ottla.serdes;

import io.ottla.serdes.registry.RegisteredSchema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a record's bytes name their schema: a zero byte and the schema's id as four bytes (big-endian), or a byte 1 and the schema's
 * guid as sixteen. The name stands before the data, or in a header of the record.
 */
public final class WireFormat {
    /** How long an id is with its first byte. */
    static final int HEADER_BYTES = 1 + Integer.BYTES;

    /** How long a guid is with its first byte. */
    static final int GUID_BYTES = 1 + 2 * Long.BYTES;

    static final byte MAGIC_ID = 0;
    static final byte MAGIC_GUID = 1;

    private static final byte[] NOTHING = {};

    private WireFormat() {}

    /**
     * Bytes taken apart.
     *
     * @param schema the schema's name
     * @param bytes holds the data
     * @param begin where the data begins in them; it goes to their end
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to a reader, and never compared.
    public record Framed(SchemaName schema, byte[] bytes, int begin) {
        /** How long the data is. */
        public int length() {
            return bytes.length - begin;
        }
    }

    /** The data with its schema's name, where the settings want it. */
    public static byte[] write(
            SerdeSettings settings, RegisteredSchema schema, @Nullable Headers headers, byte[] data) {
        return write(settings, schema, headers, NOTHING, data);
    }

    /**
     * The same with something of the format's own between name and data.
     *
     * @param headers of the record, if it has any
     */
    public static byte[] write(
            SerdeSettings settings, RegisteredSchema schema, @Nullable Headers headers, byte[] inner, byte[] data) {
        return settings.schemaNamePlace().put(schema, headers, settings.isKey(), inner, data);
    }

    /** Takes bytes apart, wherever they name their schema. */
    public static Framed read(String topic, @Nullable Headers headers, boolean key, byte[] bytes) {
        Header header = headers == null ? null : headers.lastHeader(header(key));
        byte[] name = header == null || header.value() == null ? NOTHING : header.value();
        byte[] framed = name.length == 0
                ? bytes
                : ByteBuffer.allocate(name.length + bytes.length)
                        .put(name)
                        .put(bytes)
                        .array();
        ByteBuffer buffer = ByteBuffer.wrap(framed);
        try {
            return new Framed(name(topic, buffer), framed, buffer.position());
        } catch (BufferUnderflowException e) {
            throw new SerializationException("a record of topic " + topic + " has " + bytes.length
                    + " bytes and no schema id: it was not written by a serializer of a schema registry");
        }
    }

    private static SchemaName name(String topic, ByteBuffer framed) {
        byte magic = framed.get();
        return switch (magic) {
            case MAGIC_ID -> new SchemaName.Id(framed.getInt());
            case MAGIC_GUID -> new SchemaName.Guid(new UUID(framed.getLong(), framed.getLong()));
            default ->
                throw new SerializationException("a record of topic " + topic + " begins with byte " + magic
                        + " instead of 0: it was not written by a serializer of a schema registry");
        };
    }

    /** The header in which a key or a value may name its schema. */
    static String header(boolean key) {
        return key ? "__key_schema_id" : "__value_schema_id";
    }
}
