package io.ottla.registry.schema;

/**
 * One schema's use of another.
 *
 * @param name how the referring text names it: a full name in Avro, the {@code $ref} in JSON Schema, the import path in Protobuf
 * @param subject the subject that holds the other, relative to the referring subject's context
 * @param version its version, 1 or above; -1 asks for the latest
 */
public record Reference(String name, String subject, int version) {}
