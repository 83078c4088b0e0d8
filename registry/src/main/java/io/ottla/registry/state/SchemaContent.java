package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What makes a schema itself, wherever it is registered: equal contents in one context have one id.
 *
 * @param type the language
 * @param text as it is kept
 * @param references the schemas it uses
 * @param metadata tags and properties, if there are any
 * @param ruleSet rules for clients, if there are any
 */
public record SchemaContent(
        SchemaType type,
        String text,
        List<Reference> references,
        @Nullable JsonNode metadata,
        @Nullable JsonNode ruleSet) {

    /** Takes an immutable copy. */
    public SchemaContent {
        references = List.copyOf(references);
    }

    /** A schema of nothing but text. */
    public static SchemaContent of(SchemaType type, String text) {
        return new SchemaContent(type, text, List.of(), null, null);
    }

    /** The same with another text. */
    public SchemaContent withText(String other) {
        return new SchemaContent(type, other, references, metadata, ruleSet);
    }

    /** A name computed from the content, the same in every registry of this kind. */
    public UUID guid() {
        StringBuilder all = new StringBuilder(type.name()).append('\n').append(text);
        for (Reference reference : references) {
            all.append('\n').append(reference.name()).append('\n').append(reference.subject());
            all.append('\n').append(reference.version());
        }
        all.append('\n').append(metadata == null ? "" : JsonText.compact(JsonText.sorted(metadata)));
        all.append('\n').append(ruleSet == null ? "" : JsonText.compact(JsonText.sorted(ruleSet)));
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A property of the metadata. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(metadata)
                .map(present -> present.path("properties").path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }
}
