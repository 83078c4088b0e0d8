package io.ottla.registry.schema;

/**
 * A schema that another one refers to, found already.
 *
 * @param name how the referring text names it
 * @param text its text
 */
public record NamedSchema(String name, String text) {}
