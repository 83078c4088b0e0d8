package io.ottla.registry.schema;

import java.util.List;

/** A schema that has been understood, with everything it refers to. Immutable. */
public interface ParsedSchema {
    /** Its language. */
    SchemaType type();

    /** The text by which schemas are the same or not: what layout and comments may hide is levelled. */
    String canonicalText();

    /** A stricter form, in which also the order of what has no order is levelled. */
    String normalizedText();

    /**
     * The text in a form that a client asked for.
     *
     * @param format such as {@code resolved} or {@code serialized}; the canonical text for one that the language does not know
     */
    String formatted(String format);

    /** The places of the text that carry tags, and which. */
    List<Tagged> tagged();

    /**
     * The text with other tags.
     *
     * @throws InvalidSchema if the change names a place that is not there
     */
    String retagged(TagChange change);

    /**
     * Why data written with the other schema cannot be read with this one; empty when it can.
     *
     * @param writer of the same language
     */
    List<Incompatibility> whyItCannotRead(ParsedSchema writer);
}
