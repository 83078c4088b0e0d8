package io.ottla.serdes;

import io.ottla.serdes.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a serializer writes which schema a record was written with. */
public enum SchemaNamePlace {
    /** Before the data, as the schema's id. */
    PREFIX("PrefixSchemaIdSerializer") {
        @Override
        byte[] put(RegisteredSchema schema, @Nullable Headers headers, boolean key, byte[] inner, byte[] data) {
            return ByteBuffer.allocate(WireFormat.HEADER_BYTES + inner.length + data.length)
                    .put(WireFormat.MAGIC_ID)
                    .putInt(schema.id())
                    .put(inner)
                    .put(data)
                    .array();
        }
    },

    /** In a header of the record, as the schema's guid; the data stands alone. */
    HEADER("HeaderSchemaIdSerializer") {
        @Override
        byte[] put(RegisteredSchema schema, @Nullable Headers headers, boolean key, byte[] inner, byte[] data) {
            UUID guid = schema.guid();
            if (guid == null) {
                throw new SerializationException(
                        "the schema registry tells no guid of schema " + schema.id() + " that could stand in a header");
            }
            if (headers == null) {
                throw new SerializationException("a record without headers cannot name its schema in one");
            }
            headers.add(
                    WireFormat.header(key),
                    ByteBuffer.allocate(WireFormat.GUID_BYTES + inner.length)
                            .put(WireFormat.MAGIC_GUID)
                            .putLong(guid.getMostSignificantBits())
                            .putLong(guid.getLeastSignificantBits())
                            .put(inner)
                            .array());
            return data;
        }
    };

    private final String setting;

    SchemaNamePlace(String setting) {
        this.setting = setting;
    }

    /** The place of this name; a package in front of it, as in settings written for other serializers, does not matter. */
    static SchemaNamePlace of(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        for (SchemaNamePlace place : values()) {
            if (place.setting.equals(simple)) {
                return place;
            }
        }
        throw new ConfigException(
                "schema.id.serializer", name, "must be PrefixSchemaIdSerializer or HeaderSchemaIdSerializer");
    }

    /**
     * The bytes of a key or a value whose schema is named.
     *
     * @param headers of the record; null if it has none
     * @param inner what stands between the schema's name and the data
     */
    abstract byte[] put(RegisteredSchema schema, @Nullable Headers headers, boolean key, byte[] inner, byte[] data);
}
