package io.ottla.registry.state;

import io.ottla.registry.schema.ParsedSchema;

/**
 * A schema from a client, understood.
 *
 * @param content as it would be kept: the text canonical or normalized, references with their versions, metadata and rules
 *     completed from the configuration
 * @param parsed the same
 */
record Candidate(SchemaContent content, ParsedSchema parsed) {}
