package io.ottla.serdes.registry;

import java.util.List;

/**
 * A schema as the registry keeps it.
 *
 * @param kind its language
 * @param text its source
 * @param references the schemas it builds on
 */
public record SchemaText(SchemaKind kind, String text, List<SchemaReference> references) {
    public SchemaText {
        references = List.copyOf(references);
    }

    /** A schema that stands alone. */
    public static SchemaText of(SchemaKind kind, String text) {
        return new SchemaText(kind, text, List.of());
    }
}
