package io.ottla.serdes.registry;

/**
 * A version of a subject.
 *
 * @param id the number by which records name the schema
 * @param version its version in the subject, from 1 on
 * @param schema the schema
 */
public record RegisteredSchema(int id, int version, SchemaText schema) {}
