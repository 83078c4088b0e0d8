package io.ottla.registry.schema;

/**
 * One reason why data written with one schema cannot be read with another.
 *
 * @param kind what is wrong, in capitals, such as {@code READER_FIELD_MISSING_DEFAULT_VALUE}
 * @param path where in the reading schema, such as {@code /fields/1} or {@code #/properties/name}
 * @param description the same as a sentence that names the place
 */
public record Incompatibility(String kind, String path, String description) {}
