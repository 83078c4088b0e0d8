package io.ottla.serdes.registry;

/** The languages a schema can be written in, by the names the registry gives them. */
public enum SchemaKind {
    /** Apache Avro. */
    AVRO,
    /** JSON Schema. */
    JSON,
    /** Protocol Buffers. */
    PROTOBUF
}
