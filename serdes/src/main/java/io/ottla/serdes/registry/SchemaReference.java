package io.ottla.serdes.registry;

/**
 * A schema that another one builds on.
 *
 * @param name how it is named there: a full name in Avro, a URI in JSON Schema, an import in Protobuf
 * @param subject the subject it is registered under
 * @param version its version there
 */
public record SchemaReference(String name, String subject, int version) {}
