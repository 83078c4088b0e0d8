package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags and properties that go with a schema: {@code {tags: {path: [tag]}, properties: {name: value}, sensitive: [name]}}. */
final class Metadata {
    private Metadata() {}

    /** The schema's own over the default, the override over both; null if there is nothing. */
    static @Nullable JsonNode merged(
            Optional<JsonNode> defaults, @Nullable JsonNode own, Optional<JsonNode> overrides) {
        if (defaults.isEmpty() && overrides.isEmpty()) {
            return own;
        }
        ObjectNode result = JsonText.object();
        defaults.ifPresent(document -> add(result, document));
        if (own != null) {
            add(result, own);
        }
        overrides.ifPresent(document -> add(result, document));
        return result;
    }

    private static void add(ObjectNode result, JsonNode document) {
        document.path("tags")
                .properties()
                .forEach(tag -> result.withObject("/tags")
                        .set(tag.getKey(), union(result.path("tags").path(tag.getKey()), tag.getValue())));
        document.path("properties")
                .properties()
                .forEach(property -> result.withObject("/properties").set(property.getKey(), property.getValue()));
        if (document.has("sensitive")) {
            result.set("sensitive", union(result.path("sensitive"), document.path("sensitive")));
        }
    }

    private static ArrayNode union(JsonNode first, JsonNode second) {
        Set<JsonNode> all = new LinkedHashSet<>();
        first.forEach(all::add);
        second.forEach(all::add);
        ArrayNode result = JsonText.array();
        all.forEach(result::add);
        return result;
    }
}
