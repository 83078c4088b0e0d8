package io.ottla.registry.schema;

import java.util.Optional;

/** The languages in which a schema can be written; the names are those of the HTTP API and of the log. */
public enum SchemaType {
    /** Apache Avro; the default wherever no type is named. */
    AVRO,
    /** JSON Schema. */
    JSON,
    /** Protocol Buffers. */
    PROTOBUF;

    /** The type of this name; absent when there is none such. */
    public static Optional<SchemaType> named(String name) {
        for (SchemaType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
