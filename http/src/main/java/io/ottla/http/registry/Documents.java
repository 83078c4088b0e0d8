package io.ottla.http.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Config;
import io.ottla.registry.state.Mode;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SchemaVersion;
import java.util.Collection;

/** The documents that answers are made of. */
final class Documents {
    private Documents() {}

    /** The answer of a version: everything about it. */
    static ObjectNode version(SchemaVersion schema, String text) {
        ObjectNode result = JsonText.object();
        result.put("subject", schema.subject().qualified());
        result.put("version", schema.version());
        result.put("id", schema.id());
        addContent(result, schema.content(), text);
        return addHistory(result, schema);
    }

    /** The answer of an id: the same without the id, which the client knows. */
    static ObjectNode byId(SchemaVersion schema, String text) {
        ObjectNode result = JsonText.object();
        result.put("subject", schema.subject().qualified());
        result.put("version", schema.version());
        addContent(result, schema.content(), text);
        return addHistory(result, schema);
    }

    /** The answer of a registration. */
    static ObjectNode registered(SchemaVersion schema, String text) {
        ObjectNode result = JsonText.object();
        result.put("id", schema.id());
        result.put("version", schema.version());
        addContent(result, schema.content(), text);
        return result;
    }

    /** The answer of a lookup. */
    static ObjectNode found(SchemaVersion schema, String text) {
        ObjectNode result = JsonText.object();
        result.put("subject", schema.subject().qualified());
        result.put("version", schema.version());
        result.put("id", schema.id());
        addContent(result, schema.content(), text);
        return result;
    }

    private static void addContent(ObjectNode result, SchemaContent content, String text) {
        result.put("guid", content.guid().toString());
        result.put("schemaType", content.type().name());
        if (!content.references().isEmpty()) {
            ArrayNode references = result.putArray("references");
            content.references()
                    .forEach(reference -> references
                            .addObject()
                            .put("name", reference.name())
                            .put("subject", reference.subject())
                            .put("version", reference.version()));
        }
        if (content.metadata() != null) {
            result.set("metadata", content.metadata());
        }
        if (content.ruleSet() != null) {
            result.set("ruleSet", content.ruleSet());
        }
        result.put("schema", text);
    }

    private static ObjectNode addHistory(ObjectNode result, SchemaVersion schema) {
        return result.put("ts", schema.timestamp()).put("deleted", schema.deleted());
    }

    static ObjectNode config(Config config) {
        ObjectNode result = JsonText.object();
        config.inOrder((field, value) -> result.set(field, value));
        return result;
    }

    static ObjectNode mode(Mode mode) {
        return JsonText.object().put("mode", mode.name());
    }

    static JsonNode numbers(Collection<Integer> numbers) {
        ArrayNode result = JsonText.array();
        numbers.forEach(result::add);
        return result;
    }

    static JsonNode texts(Collection<String> texts) {
        ArrayNode result = JsonText.array();
        texts.forEach(result::add);
        return result;
    }

    static JsonNode list(Collection<? extends JsonNode> documents) {
        return JsonText.array().addAll(documents);
    }
}
