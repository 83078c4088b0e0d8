package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaLanguage;
import io.ottla.registry.schema.SchemaType;
import java.util.List;

/** Reads JSON Schema of the drafts 4, 6, 7, 2019-09 and 2020-12, which differ little enough to be read as one. */
public final class JsonSchemaLanguage implements SchemaLanguage {
    @Override
    public SchemaType type() {
        return SchemaType.JSON;
    }

    @Override
    public ParsedSchema parse(String text, List<NamedSchema> references, boolean strict) {
        JsonNode document = JsonText.parse(text);
        if (strict) {
            SchemaShapes.check(document, "#");
        } else if (!document.isObject() && !document.isBoolean()) {
            throw new InvalidSchema("a schema is an object or a boolean");
        }
        Documents documents = new Documents();
        Documents.Resource resource = documents.add("", document);
        references.forEach(reference -> documents.add(reference.name(), JsonText.parse(reference.text())));
        SchemaView schema = new SchemaView(document, resource, documents);
        if (strict) {
            requireReferences(schema);
        }
        return new JsonSchema(schema);
    }

    private static void requireReferences(SchemaView schema) {
        for (String keyword : SchemaView.REFERENCES) {
            if (schema.get(keyword).isTextual()) {
                schema.documents().resolve(schema.get(keyword).textValue(), schema.resource());
            }
        }
        Keywords.eachSubschema(schema.node(), "", (inner, path) -> requireReferences(schema.with(inner)));
    }
}
