package io.ottla.serdes.avro;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes out of a schema what only Java code wants, such as {@code avro.java.string}: other languages register without it. */
final class JavaProperties {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "avro.java.";

    private JavaProperties() {}

    static String remove(String schema) {
        try {
            JsonNode tree = JSON.readTree(schema);
            return JSON.writeValueAsString(cleaned(tree));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no schema: " + schema, e);
        }
    }

    private static JsonNode cleaned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getKey().startsWith(PREFIX));
            object.properties().forEach(member -> member.setValue(cleaned(member.getValue())));
            // {"type":"string"} was an object only because of the property.
            boolean bare = object.size() == 1 && object.path("type").isTextual();
            return bare ? object.get("type") : object;
        }
        if (node.isArray()) {
            var cleaned = JSON.createArrayNode();
            node.forEach(element -> cleaned.add(cleaned(element)));
            return cleaned;
        }
        return node;
    }
}
