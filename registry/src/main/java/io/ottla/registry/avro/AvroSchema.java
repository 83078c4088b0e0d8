package io.ottla.registry.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.Incompatibility;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.schema.TagChange;
import io.ottla.registry.schema.Tagged;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** An Avro schema; sameness and compatibility are Avro's own. */
final class AvroSchema implements ParsedSchema {
    /** The members that mean something to Avro, in the order in which Avro writes them; others are sorted behind. */
    private static final Set<String> IN_AVROS_ORDER = Set.of(
            "type",
            "name",
            "namespace",
            "doc",
            "fields",
            "symbols",
            "items",
            "values",
            "size",
            "default",
            "order",
            "aliases");

    private final Schema schema;
    private final Collection<Schema> references;

    AvroSchema(Schema schema, Collection<Schema> references) {
        this.schema = schema;
        this.references = List.copyOf(references);
    }

    @Override
    public SchemaType type() {
        return SchemaType.AVRO;
    }

    @Override
    @SuppressWarnings("deprecation") // Avro's formatters, named in its place, cannot leave referenced types out.
    public String canonicalText() {
        return references.isEmpty() ? schema.toString() : schema.toString(references, false);
    }

    @Override
    public String normalizedText() {
        return JsonText.compact(normalized(JsonText.parse(canonicalText())));
    }

    /** {@code resolved}: referenced types are written out where they are used first. */
    @Override
    public String formatted(String format) {
        return format.equals("resolved") ? schema.toString() : canonicalText();
    }

    @Override
    public List<Tagged> tagged() {
        return TagChange.found(AvroPlaces.of(JsonText.parse(canonicalText())));
    }

    @Override
    public String retagged(TagChange change) {
        JsonNode document = JsonText.parse(canonicalText());
        change.carryOut(AvroPlaces.of(document));
        return JsonText.compact(document);
    }

    @Override
    public List<Incompatibility> whyItCannotRead(ParsedSchema writer) {
        Schema written = ((AvroSchema) writer).schema;
        return SchemaCompatibility.checkReaderWriterCompatibility(schema, written)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(AvroSchema::told)
                .toList();
    }

    private static Incompatibility told(SchemaCompatibility.Incompatibility found) {
        String path = found.getLocation();
        String what =
                switch (found.getType()) {
                    case NAME_MISMATCH -> "The name of the schema has changed";
                    case FIXED_SIZE_MISMATCH -> "The size of the fixed type has changed";
                    case MISSING_ENUM_SYMBOLS -> "The reading schema lacks enum symbols and has no default for them";
                    case READER_FIELD_MISSING_DEFAULT_VALUE ->
                        "A field of the reading schema has no default and is missing in the writing schema";
                    case TYPE_MISMATCH -> "The type does not match the type that was written";
                    case MISSING_UNION_BRANCH -> "The reading union lacks a branch that may have been written";
                };
        return new Incompatibility(
                found.getType().name().toUpperCase(Locale.ROOT),
                path,
                what + " at path '" + path + "': " + found.getMessage());
    }

    /** Free properties have no order in Avro, so they get that of their names. */
    private static JsonNode normalized(JsonNode node) {
        if (node.isArray()) {
            ArrayNode result = JsonText.array();
            node.forEach(element -> result.add(normalized(element)));
            return result;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode result = JsonText.object();
        TreeMap<String, JsonNode> free = new TreeMap<>();
        node.properties().forEach(member -> {
            if (IN_AVROS_ORDER.contains(member.getKey())) {
                result.set(member.getKey(), normalized(member.getValue()));
            } else {
                free.put(member.getKey(), JsonText.sorted(member.getValue()));
            }
        });
        free.forEach(result::set);
        return result;
    }
}
