package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.Incompatibility;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.schema.TagChange;
import io.ottla.registry.schema.Tagged;
import java.util.List;

/** A JSON Schema with the documents it refers to. */
final class JsonSchema implements ParsedSchema {
    private final SchemaView schema;

    JsonSchema(SchemaView schema) {
        this.schema = schema;
    }

    @Override
    public SchemaType type() {
        return SchemaType.JSON;
    }

    /** The order of members stays: it is the author's, and generators of code keep it. */
    @Override
    public String canonicalText() {
        return JsonText.compact(schema.node());
    }

    @Override
    public String normalizedText() {
        return JsonText.compact(JsonText.sorted(schema.node()));
    }

    @Override
    public String formatted(String format) {
        return canonicalText();
    }

    @Override
    public List<Tagged> tagged() {
        return TagChange.found(JsonPlaces.of(schema.node()));
    }

    @Override
    public String retagged(TagChange change) {
        JsonNode document = schema.node().deepCopy();
        change.carryOut(JsonPlaces.of(document));
        return JsonText.compact(document);
    }

    @Override
    public List<Incompatibility> whyItCannotRead(ParsedSchema writer) {
        return Comparison.whyItCannotRead(schema, ((JsonSchema) writer).schema);
    }
}
