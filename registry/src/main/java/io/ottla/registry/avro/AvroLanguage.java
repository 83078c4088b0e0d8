package io.ottla.registry.avro;

import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaLanguage;
import io.ottla.registry.schema.SchemaType;
import java.util.List;
import java.util.Map;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Reads Avro schemas. Names and defaults are checked when strict, as in the specification; Avro did not always do so. */
public final class AvroLanguage implements SchemaLanguage {
    @Override
    public SchemaType type() {
        return SchemaType.AVRO;
    }

    @Override
    public ParsedSchema parse(String text, List<NamedSchema> references, boolean strict) {
        JsonText.parse(text);
        Schema.Parser parser = new Schema.Parser(strict ? NameValidator.STRICT_VALIDATOR : NameValidator.NO_VALIDATION);
        parser.setValidateDefaults(false);
        references.forEach(reference -> define(parser, reference));
        Map<String, Schema> known = Map.copyOf(parser.getTypes());
        parser.setValidateDefaults(strict);
        return new AvroSchema(parse(parser, text), known.values());
    }

    /** Two ways to the same type meet here when several schemas refer to it; the first definition stands. */
    private static void define(Schema.Parser parser, NamedSchema reference) {
        if (!parser.getTypes().containsKey(reference.name())) {
            try {
                parse(parser, reference.text());
            } catch (InvalidSchema e) {
                throw new InvalidSchema("reference " + reference.name() + ": " + e.getMessage());
            }
        }
    }

    private static Schema parse(Schema.Parser parser, String text) {
        try {
            return parser.parse(text);
        } catch (RuntimeException e) {
            // Avro's parser has its own exceptions for what it foresees, and lets others out for what it does not.
            String message = e.getMessage();
            throw new InvalidSchema(message == null ? "not an Avro schema" : message);
        }
    }
}
