package io.ottla.registry.schema;

import java.util.List;

/** Reads schemas of one language. */
public interface SchemaLanguage {
    /** How deep a schema may nest: beyond what people write, and below what a thread's stack can bear. */
    int DEPTH_LIMIT = 200;

    /** The language. */
    SchemaType type();

    /**
     * Understands a text.
     *
     * @param references everything it refers to, directly or not; what others refer to comes first
     * @param strict whether to refuse what older registries let through; true for new schemas, false for those in the log
     * @throws InvalidSchema if it is not a schema, or refers to what is not among the references
     */
    ParsedSchema parse(String text, List<NamedSchema> references, boolean strict);
}
